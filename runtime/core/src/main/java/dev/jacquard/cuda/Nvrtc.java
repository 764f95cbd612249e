package dev.jacquard.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** NVIDIA's run-time compiler: header-free CUDA C++ to machine code for one architecture. */
@SuppressWarnings("restricted") // foreign functions are what this class is for
public final class Nvrtc implements KernelCompiler {
    private static final Pattern PLACE = Pattern.compile("\\((\\d+)\\): (?:catastrophic )?error");
    /** CUDA's versions that Jacquard knows, the newest first. */
    private static final List<Integer> KNOWN = List.of(13, 12);
    private final CudaLibrary library;
    private final MethodHandle errorString;
    private final String version;
    private final String caveat;

    private Nvrtc(CudaLibrary library, int driverVersion) {
        this.library = library;
        errorString = library.function("nvrtcGetErrorString", FunctionDescriptor.of(ADDRESS, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment numbers = arena.allocate(JAVA_INT, 2);
            check(call("nvrtcVersion", layouts(ADDRESS, ADDRESS), numbers, numbers.asSlice(4)), "nvrtcVersion");
            int major = numbers.getAtIndex(JAVA_INT, 0);
            version = "nvrtc " + major + "." + numbers.getAtIndex(JAVA_INT, 1);
            caveat = major <= driverVersion / 1000 ? ""
                    : "%s is of CUDA %d, newer than the driver, which knows CUDA %d.%d: install a newer driver, or NVRTC of CUDA %3$d"
                            .formatted(library
                                    .file(), major, driverVersion / 1000, driverVersion % 1000 / 10);
        }
    }

    /**
     * Loads the newest compiler.
     *
     * @throws CudaException when there is none
     */
    public static Nvrtc load(LibrarySearch search) {
        return load(search, Integer.MAX_VALUE);
    }

    /**
     * Loads the newest compiler that is not newer than the driver, which may refuse its code; only where there is none, a newer one.
     *
     * @param driverVersion the newest CUDA version that the driver knows, as 1000·major + 10·minor
     * @throws CudaException when there is none
     */
    public static Nvrtc load(LibrarySearch search, int driverVersion) {
        CudaLibrary library = CudaLibrary.open("NVIDIA's run-time compiler, NVRTC", names(driverVersion / 1000), search);
        library.loadCompanions("libnvrtc-builtins");
        return new Nvrtc(library, driverVersion);
    }

    /** Known versions up to the driver's, the newest first; any; then newer ones. */
    private static List<String> names(int driver) {
        List<String> names = new ArrayList<>();
        KNOWN.stream().filter(major -> major <= driver).map(major -> "libnvrtc.so." + major).forEach(names::add);
        names.add("libnvrtc.so");
        KNOWN.reversed().stream().filter(major -> major > driver).map(major -> "libnvrtc.so." + major).forEach(names::add);
        return names;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String caveat() {
        return caveat;
    }

    @Override
    public byte[] compile(String name, String source, List<String> options) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            check(call("nvrtcCreateProgram", layouts(ADDRESS, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS), out, arena.allocateFrom(source),
                    arena.allocateFrom(name), 0, MemorySegment.NULL, MemorySegment.NULL), "nvrtcCreateProgram(" + name + ")");
            MemorySegment program = out.get(ADDRESS, 0);
            try {
                MemorySegment list = arena.allocate(ADDRESS, Math.max(1, options.size()));
                for (int i = 0; i < options.size(); i++) {
                    list.setAtIndex(ADDRESS, i, arena.allocateFrom(options.get(i)));
                }
                int status = call("nvrtcCompileProgram", layouts(ADDRESS, JAVA_INT, ADDRESS), program, options.size(), list);
                if (status != 0) {
                    throw new CudaException("kernels of " + name + " do not compile with " + String.join(" ", options) + ":\n"
                            + explain(log(arena, program), source), status);
                }
                return bytes(arena, program, "nvrtcGetCUBIN").toArray(ValueLayout.JAVA_BYTE);
            } finally {
                call("nvrtcDestroyProgram", layouts(ADDRESS), out);
            }
        }
    }

    private String log(Arena arena, MemorySegment program) {
        return bytes(arena, program, "nvrtcGetProgramLog").getString(0);
    }

    private MemorySegment bytes(Arena arena, MemorySegment program, String getter) {
        MemorySegment size = arena.allocate(JAVA_LONG);
        check(call(getter + "Size", layouts(ADDRESS, ADDRESS), program, size), getter + "Size");
        MemorySegment bytes = arena.allocate(Math.max(1, size.get(JAVA_LONG, 0)));
        check(call(getter, layouts(ADDRESS, ADDRESS), program, bytes), getter);
        return bytes;
    }

    /** The compiler's log, with the lines of the text that it complains about. */
    static String explain(String log, String source) {
        List<String> lines = source.lines().toList();
        StringBuilder text = new StringBuilder();
        int shown = 0;
        for (String message : log.lines().toList()) {
            text.append(message).append('\n');
            Matcher place = PLACE.matcher(message);
            if (place.find() && shown < 5) {
                shown++;
                int line = Integer.parseInt(place.group(1));
                for (int i = Math.max(1, line - 2); i <= Math.min(lines.size(), line + 2); i++) {
                    text.append(i == line ? "  > " : "    ").append(i).append(": ").append(lines.get(i - 1)).append('\n');
                }
            }
        }
        return text.toString();
    }

    private int call(String name, MemoryLayout[] parameters, Object... arguments) {
        try {
            return (int) library.function(name, FunctionDescriptor.of(JAVA_INT, parameters)).invokeWithArguments(arguments);
        } catch (CudaException e) {
            throw e;
        } catch (Throwable e) {
            throw new CudaException(name + " could not be called", e);
        }
    }

    private void check(int status, String call) {
        if (status != 0) {
            String reason;
            try {
                reason = ((MemorySegment) errorString.invokeExact(status)).reinterpret(Long.MAX_VALUE).getString(0);
            } catch (Throwable e) {
                reason = "unknown error: " + e;
            }
            throw new CudaException(call + " failed: " + reason + " (" + status + ")", status);
        }
    }

    private static MemoryLayout[] layouts(MemoryLayout... layouts) {
        return layouts;
    }
}
