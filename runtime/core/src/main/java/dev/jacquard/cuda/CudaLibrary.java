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
     * Finds and loads a library.
     *
     * @param purpose what it is for, as a message names it
     * @param names   its file names, the preferred first
     * @throws CudaException naming what was searched for and where
     */
    static CudaLibrary open(String purpose, List<String> names, LibrarySearch search) {
        Path file = search.find(names);
        if (file != null) {
            try {
                return new CudaLibrary(file.toString(), SymbolLookup.libraryLookup(file, Arena.global()));
            } catch (IllegalArgumentException e) {
                throw new CudaException(purpose + " is at " + file + " but cannot be loaded; is it for this processor, and are the "
                        + "libraries it needs beside it?", e);
            }
        }
        for (String name : names) {
            SymbolLookup symbols = lookup(name);
            if (symbols != null) {
                return new CudaLibrary(name, symbols);
            }
        }
        throw new CudaException(purpose + " was not found: no " + String.join(" or ", names) + " in " + search.folders()
                + ". Install it, or name its folder with -D" + LibrarySearch.PROPERTY + "=…");
    }

    /** What the system's own loader finds under a name; null where it finds nothing. */
    private static @Nullable SymbolLookup lookup(String name) {
        try {
            return SymbolLookup.libraryLookup(name, Arena.global());
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
     * finds those that are loaded already.
     */
    void loadCompanions(String prefix) {
        Path folder = Path.of(file).getParent();
        if (folder == null) {
            return;
        }
        try (DirectoryStream<Path> companions = Files.newDirectoryStream(folder, prefix + "*.so.*")) {
            // Not all are needed on every card; the library itself names what it misses.
            companions.forEach(companion -> lookup(companion.toString()));
        } catch (IOException e) {
            throw new CudaException("reading the folder " + folder, e);
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
