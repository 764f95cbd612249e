package dev.jacquard.cuda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.jacquard.cuda.kernel.KernelText;

/**
 * A card that is not there: kernels are compiled by the system's C++ compiler and run thread by thread on the processor, about ten thousand times
 * slower than on a card but with the same numbers. For tests of kernels and of the engine on machines without a card: {@code -D}{@value #PROPERTY}
 * {@code =true}.
 */
public final class EmulatedCard implements KernelCompiler {
    /** Opens this instead of a card when it is {@code true}. */
    public static final String PROPERTY = "jacquard.cuda.emulate";
    /** What was compiled in this process: a test opens many cards with the same kernels. */
    private static final Map<List<String>, byte[]> COMPILED = new ConcurrentHashMap<>();
    private static final long MEMORY = 1L << 32;
    private static final Pattern KERNEL = Pattern.compile("(?m)^(?:KERNEL|extern \"C\" __global__ void(?: __launch_bounds__\\([^)]*\\))?) (\\w+)\\(");

    private EmulatedCard() {
    }

    /** Whether the system property asks for it. */
    static boolean wanted() {
        return Boolean.getBoolean(PROPERTY);
    }

    /** Whether there is a C++ compiler. */
    public static boolean possible() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, "g++"))) {
                return true;
            }
        }
        return false;
    }

    /** When an emulated card does its work: a card is free to, within what it is told to wait for. */
    public enum Pace {
        /** All work as late as possible: when somebody waits for it. */
        LATE,
        /** Work of queues other than the first as soon as possible, the first queue's as late as possible. */
        COPIES_FIRST
    }

    /**
     * Opens an emulated card with 4 GB of memory that does its work late; without libraries, unless {@code -Djacquard.cuda.libraries=always} asks for
     * emulated ones.
     */
    public static Gpu open() {
        return open(MEMORY, Pace.LATE);
    }

    /** Opens an emulated card on which libraries, emulated too, do everything they can. */
    public static Gpu openWithLibraries() {
        return open(MEMORY, Pace.LATE, Libraries.Use.ALWAYS);
    }

    /**
     * Opens an emulated card.
     *
     * @param memory bytes it has
     */
    public static Gpu open(long memory, Pace pace) {
        return open(memory, pace, Libraries.Use.wanted(Libraries.Use.NEVER));
    }

    private static Gpu open(long memory, Pace pace, Libraries.Use use) {
        EmulatedDriver driver = new EmulatedDriver(memory, pace);
        return new Gpu(driver, new EmulatedCard(), new CubinCache(null), 0, use, new EmulatedLibraries(driver));
    }

    /** The driver that {@link #open()} uses. */
    static Driver driver() {
        return new EmulatedDriver(MEMORY, Pace.LATE);
    }

    @Override
    public KernelText device() {
        return KernelText.EMULATED_DEVICE;
    }

    @Override
    public String version() {
        return "g++";
    }

    @Override
    public byte[] compile(String name, String source, List<String> options) {
        List<String> key = new ArrayList<>(options);
        key.add(source);
        return COMPILED.computeIfAbsent(key, _ -> build(name, source + launchers(source), options));
    }

    /** Compiles a text to a shared library; of the options only definitions count. */
    static byte[] build(String name, String source, List<String> options) {
        try {
            Path folder = Files.createTempDirectory("jacquard-emulation");
            try {
                Path text = Files.writeString(folder.resolve("kernels.cpp"), source);
                Path library = folder.resolve("kernels.so");
                List<String> command = new ArrayList<>(List.of("g++", "-std=c++17", "-O1", "-w", "-shared", "-fPIC"));
                options.stream().filter(option -> option.startsWith("-D")).forEach(command::add);
                command.addAll(List.of("-o", library.toString(), text.toString()));
                Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
                String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw new CudaException("kernels of " + name + " do not compile with " + String.join(" ", command) + ":\n" + log);
                }
                return Files.readAllBytes(library);
            } finally {
                for (String file : List.of("kernels.cpp", "kernels.so")) {
                    Files.deleteIfExists(folder.resolve(file));
                }
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new CudaException("compiling the kernels of " + name + " with g++", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CudaException("interrupted while compiling the kernels of " + name, e);
        }
    }

    /** For each kernel a function that runs it for a grid. */
    private static String launchers(String source) {
        StringBuilder text = new StringBuilder("\n");
        Matcher kernel = KERNEL.matcher(source);
        while (kernel.find()) {
            text.append("extern \"C\" void launch_%1$s(int x, int y, int z, int threads, int bytes, int together, void** parameters) {\n"
                    .formatted(kernel.group(1)));
            text.append("  emulation::launch_with(%1$s, x, y, z, threads, bytes, together, parameters);\n}\n".formatted(kernel.group(1)));
        }
        return text.toString();
    }
}
