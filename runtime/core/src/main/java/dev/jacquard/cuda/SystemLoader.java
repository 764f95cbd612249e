package dev.jacquard.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The system's loader of shared libraries, asked for what Java does not tell: why it refuses one. */
@SuppressWarnings("restricted") // foreign functions are what this class is for
final class SystemLoader {
    private static final int LAZILY = 1;

    private SystemLoader() {
    }

    /** Why a file, or a name that the loader looks for, cannot be loaded, in the loader's words: another that it needs may be missing. */
    static String refusal(String library) {
        String reason = reason(library);
        return reason.startsWith(library) ? reason : library + ": " + reason;
    }

    private static String reason(String library) {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle open = linker.downcallHandle(linker.defaultLookup().findOrThrow("dlopen"),
                    FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
            // Found before it is needed: looking for a function forgets the reason.
            MethodHandle error = linker.downcallHandle(linker.defaultLookup().findOrThrow("dlerror"), FunctionDescriptor.of(ADDRESS));
            MemorySegment handle = (MemorySegment) open.invokeExact(arena.allocateFrom(library), LAZILY);
            MemorySegment reason = (MemorySegment) error.invokeExact();
            return handle.address() == 0 && reason.address() != 0 ? reason.reinterpret(Long.MAX_VALUE).getString(0) : "no reason given";
        } catch (Throwable e) {
            return "no reason given";
        }
    }
}
