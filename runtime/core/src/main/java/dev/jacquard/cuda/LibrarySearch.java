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

import org.jspecify.annotations.Nullable;

/**
 * The folders in which NVIDIA's libraries are looked for, the first match wins: the system property {@value #PROPERTY}, {@code CUDA_HOME} and
 * {@code CUDA_PATH}, {@code LD_LIBRARY_PATH}, the toolkit's and the distribution's usual folders, and those of Python packages.
 *
 * @param folders that exist, in the order they are searched
 */
public record LibrarySearch(List<Path> folders) {
    /** Folders to search first, separated as in {@code PATH}. */
    public static final String PROPERTY = "jacquard.cuda.path";

    /** Keeps its own copy. */
    public LibrarySearch {
        folders = List.copyOf(folders);
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
        Set<Path> folders = new LinkedHashSet<>();
        split(property).forEach(path -> addToolkit(folders, path));
        split(environment.get("CUDA_HOME")).forEach(path -> addToolkit(folders, path));
        split(environment.get("CUDA_PATH")).forEach(path -> addToolkit(folders, path));
        folders.addAll(split(environment.get("LD_LIBRARY_PATH")));
        addToolkit(folders, root.resolve("usr/local/cuda"));
        matches(root.resolve("usr/local"), "cuda-*").forEach(path -> addToolkit(folders, path));
        for (String usual : List.of("usr/lib/x86_64-linux-gnu", "usr/lib/aarch64-linux-gnu", "usr/lib64", "usr/lib/wsl/lib",
                "usr/local/nvidia/lib64", "usr/local/nvidia/lib")) {
            folders.add(root.resolve(usual));
        }
        List<Path> prefixes = new ArrayList<>();
        prefixes.addAll(split(environment.get("VIRTUAL_ENV")));
        prefixes.addAll(split(environment.get("CONDA_PREFIX")));
        prefixes.add(root.resolve("usr/local"));
        prefixes.add(root.resolve("usr"));
        for (Path prefix : prefixes) {
            for (Path python : matches(prefix.resolve("lib"), "python3*")) {
                for (String packages : List.of("site-packages", "dist-packages")) {
                    matches(python.resolve(packages).resolve("nvidia"), "*").forEach(path -> folders.add(path.resolve("lib")));
                }
            }
        }
        return new LibrarySearch(folders.stream().filter(Files::isDirectory).toList());
    }

    /** The file with the first of these names that is in one of the folders; null where there is none. */
    @Nullable Path find(List<String> names) {
        for (Path folder : folders) {
            for (String name : names) {
                Path file = folder.resolve(name);
                if (Files.isRegularFile(file)) {
                    return file;
                }
            }
        }
        return null;
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
