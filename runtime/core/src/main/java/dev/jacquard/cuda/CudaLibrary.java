package dev.jacquard.cuda;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** One of NVIDIA's shared libraries, loaded for the life of the program. */
@SuppressWarnings("restricted") // foreign functions are what this class is for
final class CudaLibrary {
    private static final Linker LINKER = Linker.nativeLinker();
    private final String file;
    private final SymbolLookup symbols;

    private CudaLibrary(String file, SymbolLookup symbols) {
        this.file = file;
        this.symbols = symbols;
    }

    /**
     * Finds and loads a library: the first candidate that can be loaded.
     *
     * @param purpose what it is for, as a message names it
     * @param names   its file names, the preferred first
     * @throws CudaException naming what was tried, why it failed, and where was searched
     */
    static CudaLibrary open(String purpose, List<String> names, LibrarySearch search) {
        List<String> failures = new ArrayList<>();
        for (String candidate : search.candidates(names)) {
            SymbolLookup symbols = lookup(candidate);
            if (symbols != null) {
                return new CudaLibrary(candidate, symbols);
            }
            failures.add(SystemLoader.refusal(candidate));
        }
        throw new CudaException(purpose + " was not found in " + search.folders() + " nor by the system's loader (" + String.join("; ", failures)
                + "). Install it, or name its folder with -D" + LibrarySearch.PROPERTY + "=…");
    }

    /** What the system's loader makes of a file, or of a name that it looks for; null where that is nothing. */
    private static @Nullable SymbolLookup lookup(String candidate) {
        try {
            return SymbolLookup.libraryLookup(candidate, Arena.global());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The file it was loaded from. */
    String file() {
        return file;
    }

    /**
     * Loads the libraries beside this one whose names start with a prefix: some libraries open others by name alone, and the system's loader
     * finds those that are loaded already. Those that cannot be loaded are left out.
     */
    void loadCompanions(String prefix) {
        Path folder = Path.of(file).getParent();
        if (folder == null) {
            return;
        }
        try (DirectoryStream<Path> companions = Files.newDirectoryStream(folder, prefix + "*.so.*")) {
            companions.forEach(companion -> lookup(companion.toString()));
        } catch (IOException e) {
            throw new CudaException("reading the folder " + folder, e);
        }
    }

    /**
     * Loads a library that this one opens by its name alone, from beside this one or from where the system's loader finds it.
     *
     * @throws CudaException when it cannot be loaded
     */
    void needCompanion(String name) {
        Path beside = Path.of(file).resolveSibling(name);
        if (lookup(beside.toString()) == null && lookup(name) == null) {
            throw new CudaException(
                    file + " needs " + name + ", which cannot be loaded (" + SystemLoader.refusal(Files.exists(beside) ? beside.toString()
                            : name) + ")");
        }
    }

    /**
     * A function of the library.
     *
     * @throws CudaException when this version of the library has none of that name
     */
    MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(address(name), descriptor);
    }

    /**
     * Checks that the library has a function.
     *
     * @throws CudaException when this version of the library has none of that name
     */
    void need(String name) {
        address(name);
    }

    private MemorySegment address(String name) {
        return symbols.find(name).orElseThrow(() -> new CudaException(file + " has no function " + name
                + "; it is older or newer than the versions Jacquard knows (CUDA 12 and 13, cuDNN 8 and 9)"));
    }

    /** Whether the library has a function of that name. */
    boolean has(String name) {
        return symbols.find(name).isPresent();
    }
}
