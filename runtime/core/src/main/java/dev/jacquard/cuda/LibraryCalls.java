package dev.jacquard.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls of a library whose functions return a status, 0 for success. The kinds of the arguments say what a function takes: an {@code Integer} is an
 * int or an enumeration, a {@code Long} a size, a handle or an address on the card, a {@link MemorySegment} an address of the host.
 */
@SuppressWarnings("restricted") // foreign functions are what this class is for
final class LibraryCalls {
    private final CudaLibrary library;
    private final MethodHandle reason;
    private final Map<String, MethodHandle> functions = new HashMap<>();

    /**
     * Checks that the library is complete.
     *
     * @param reason the function that puts a status into words
     * @param needed every other function that is going to be called
     * @throws CudaException naming the first that is missing
     */
    LibraryCalls(CudaLibrary library, String reason, List<String> needed) {
        this.library = library;
        this.reason = library.function(reason, FunctionDescriptor.of(ADDRESS, JAVA_INT));
        needed.forEach(library::need);
    }

    /**
     * Calls a function.
     *
     * @throws CudaException with the call, its arguments and the library's reason when it fails
     */
    void call(String name, Object... arguments) {
        int status;
        try {
            status = (int) functions.computeIfAbsent(name, _ -> library.function(name, FunctionDescriptor.of(JAVA_INT, layouts(arguments))))
                    .invokeWithArguments(arguments);
        } catch (CudaException e) {
            throw e;
        } catch (Throwable e) {
            throw new CudaException(name + " could not be called", e);
        }
        if (status != 0) {
            StringBuilder text = new StringBuilder(name).append('(');
            for (Object argument : arguments) {
                text.append(text.charAt(text.length() - 1) == '(' ? "" : ", ");
                text.append(argument instanceof MemorySegment segment ? "0x" + Long.toHexString(segment.address()) : argument);
            }
            throw new CudaException(text + ") failed: " + explain(status) + " (" + status + ")", status);
        }
    }

    /** Calls a function whose first argument receives a handle; returns it. */
    long create(String name, Object... rest) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_LONG);
            Object[] arguments = new Object[rest.length + 1];
            arguments[0] = out;
            System.arraycopy(rest, 0, arguments, 1, rest.length);
            call(name, arguments);
            return out.get(JAVA_LONG, 0);
        }
    }

    /** A function without arguments that returns a size, not a status: the library's version. */
    long size(String name) {
        try {
            return (long) library.function(name, FunctionDescriptor.of(JAVA_LONG)).invokeExact();
        } catch (CudaException e) {
            throw e;
        } catch (Throwable e) {
            throw new CudaException(name + " could not be called", e);
        }
    }

    private String explain(int status) {
        try {
            return ((MemorySegment) reason.invokeExact(status)).reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable e) {
            return "unknown error: " + e;
        }
    }

    private static MemoryLayout[] layouts(Object... arguments) {
        MemoryLayout[] layouts = new MemoryLayout[arguments.length];
        for (int i = 0; i < layouts.length; i++) {
            layouts[i] = switch (arguments[i]) {
                case Integer _ -> JAVA_INT;
                case Long _ -> JAVA_LONG;
                case Float _ -> JAVA_FLOAT;
                case Double _ -> JAVA_DOUBLE;
                case MemorySegment _ -> ADDRESS;
                default -> throw new IllegalArgumentException("a library's argument cannot be a " + arguments[i].getClass().getSimpleName());
            };
        }
        return layouts;
    }
}
