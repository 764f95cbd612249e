package dev.jacquard.cuda;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Where NVIDIA's libraries are looked for: the folders of the system property {@value #PROPERTY} before all others; then those of {@code CUDA_HOME},
 * {@code CUDA_PATH} and {@code LD_LIBRARY_PATH}, the toolkit's and the distribution's usual ones, and those of Conda and of Python packages. Folders
 * called {@code stubs} are left out: their libraries are there to be linked against and do nothing.
 *
 * @param named folders that the property names
 * @param usual all others, in the order they are searched
 */
public record LibrarySearch(List<Path> named, List<Path> usual) {
    /** Folders to search first, separated as in {@code PATH}. */
    public static final String PROPERTY = "jacquard.cuda.path";

    /** Keeps its own copies, without stubs. */
    public LibrarySearch {
        named = named.stream().filter(folder -> !folder.normalize().endsWith("stubs")).toList();
        usual = usual.stream().filter(folder -> !folder.normalize().endsWith("stubs")).toList();
    }

    /** A search through folders that nobody named. */
    public LibrarySearch(List<Path> usual) {
        this(List.of(), usual);
    }

    /** The folders of this machine. */
    public static LibrarySearch ofThisMachine() {
        return of(System.getProperty(PROPERTY), System.getenv(), Path.of("/"));
    }

    /**
     * The folders of a machine.
     *
     * @param property    value of {@value #PROPERTY}, or null
     * @param environment its variables
     * @param root        its file system's root
     */
    static LibrarySearch of(@Nullable String property, Map<String, String> environment, Path root) {
        Set<Path> named = new LinkedHashSet<>();
        split(property).forEach(path -> addToolkit(named, path));
        Set<Path> folders = new LinkedHashSet<>();
        split(environment.get("CUDA_HOME")).forEach(path -> addToolkit(folders, path));
        split(environment.get("CUDA_PATH")).forEach(path -> addToolkit(folders, path));
        folders.addAll(split(environment.get("LD_LIBRARY_PATH")));
        addToolkit(folders, root.resolve("usr/local/cuda"));
        matches(root.resolve("usr/local"), "cuda-*").forEach(path -> addToolkit(folders, path));
        for (String usual : List.of("usr/lib/x86_64-linux-gnu", "usr/lib/aarch64-linux-gnu", "usr/lib64", "usr/lib/wsl/lib",
                "usr/local/nvidia/lib64", "usr/local/nvidia/lib")) {
            folders.add(root.resolve(usual));
        }
        split(environment.get("CONDA_PREFIX")).forEach(prefix -> folders.add(prefix.resolve("lib")));
        List<Path> prefixes = new ArrayList<>();
        prefixes.addAll(split(environment.get("VIRTUAL_ENV")));
        prefixes.addAll(split(environment.get("CONDA_PREFIX")));
        split(environment.get("HOME")).forEach(home -> prefixes.add(home.resolve(".local")));
        prefixes.add(root.resolve("usr/local"));
        prefixes.add(root.resolve("usr"));
        for (Path prefix : prefixes) {
            for (Path python : matches(prefix.resolve("lib"), "python3*")) {
                for (String packages : List.of("site-packages", "dist-packages")) {
                    matches(python.resolve(packages).resolve("nvidia"), "*").forEach(path -> folders.add(path.resolve("lib")));
                }
            }
        }
        return new LibrarySearch(existing(named), existing(folders));
    }

    private static List<Path> existing(Set<Path> folders) {
        return folders.stream().filter(Files::isDirectory).toList();
    }

    /** All folders, in the order they are searched. */
    public List<Path> folders() {
        return Stream.concat(named.stream(), usual.stream()).toList();
    }

    /**
     * What to hand to the system's loader until something can be loaded: files in the named folders; then for each name the files in the usual folders
     * and the name alone, which the loader looks for in its own way.
     *
     * @param names the preferred first
     */
    List<String> candidates(List<String> names) {
        Set<String> candidates = new LinkedHashSet<>();
        names.forEach(name -> files(named, name).forEach(candidates::add));
        for (String name : names) {
            files(usual, name).forEach(candidates::add);
            candidates.add(name);
        }
        return List.copyOf(candidates);
    }

    private static Stream<String> files(List<Path> folders, String name) {
        return folders.stream().map(folder -> folder.resolve(name)).filter(Files::isRegularFile).map(Path::toString);
    }

    private static void addToolkit(Set<Path> folders, Path toolkit) {
        folders.add(toolkit.resolve("lib64"));
        folders.add(toolkit.resolve("lib"));
        folders.add(toolkit.resolve("targets/x86_64-linux/lib"));
        folders.add(toolkit);
    }

    private static List<Path> split(@Nullable String paths) {
        List<Path> parts = new ArrayList<>();
        if (paths != null) {
            for (String part : paths.split(File.pathSeparator, -1)) {
                if (!part.isBlank()) {
                    parts.add(Path.of(part));
                }
            }
        }
        return parts;
    }

    /** Children of the folder that match, newest version first. */
    private static List<Path> matches(Path folder, String glob) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, glob)) {
                children.forEach(found::add);
            } catch (IOException e) {
                // A folder that cannot be read holds no library for us.
                return List.of();
            }
        }
        found.sort(Comparator.<Path>naturalOrder().reversed());
        return found;
    }
}
