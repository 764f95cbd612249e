package dev.jacquard.cuda;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import dev.jacquard.JacquardException;
import dev.jacquard.Note;
import dev.jacquard.network.Engine;

/** Which engine a network runs on: what generated networks ask before they choose a program. */
public final class CudaEngine {
    /** What {@link Engine#AUTO} means: {@code cpu}, {@code cuda}, or {@code auto}, which looks for a card once in a process. */
    static final String PROPERTY = "jacquard.engine";
    /** The oldest cards that every NVRTC of CUDA 12 and 13 compiles for, as major·10 + minor. */
    private static final int CAPABILITY = 75;
    /** One of these is there where NVIDIA's driver has a card, the last under WSL: nothing is loaded on other machines. */
    private static final List<Path> SIGNS = List.of(Path.of("/dev/nvidia0"), Path.of("/dev/nvidiactl"), Path.of("/usr/lib/wsl/lib/libcuda.so.1"));

    private CudaEngine() {
    }

    /** What was found, when it was first asked for. */
    private static final class Found {
        static final Engine ENGINE = SIGNS.stream().anyMatch(Files::exists) ? look(Devices::list, () -> Gpu.open(0).close()) : Engine.CPU;
    }

    /**
     * The engine itself. For {@link Engine#AUTO} CUDA where there is a card of compute capability 7.5 or newer that can be opened, and NVRTC, else the CPU; a
     * line in the log says which card it is, or why one that is there cannot be used.
     *
     * @throws JacquardException when {@code -Djacquard.engine} is none of its values
     */
    public static Engine chosen(Engine asked) {
        return switch (asked) {
            case AUTO -> automatic();
            case CPU, CUDA, DL4J -> asked;
        };
    }

    private static Engine automatic() {
        String word = System.getProperty(PROPERTY, "auto");
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "auto" -> Found.ENGINE;
            case "cpu" -> Engine.CPU;
            case "cuda" -> Engine.CUDA;
            default -> throw new JacquardException("-D" + PROPERTY + "=" + word + ": the values are auto, cpu and cuda");
        };
    }

    /** The engine for the cards that are there, when the first can be opened. */
    static Engine look(Supplier<Devices> devices, Runnable opening) {
        String card = "a card";
        try {
            Devices found = devices.get();
            if (found.cards().isEmpty()) {
                return without(card, found.reason());
            }
            Device first = found.cards().getFirst();
            card = first.name();
            if (first.capability() < CAPABILITY) {
                return without(card, "compute capability 7.5 is needed, it has " + first.capability() / 10 + "." + first.capability() % 10);
            }
            opening.run();
        } catch (RuntimeException e) {
            // No driver of this kind, no NVRTC, a card that others keep for themselves, native access that is forbidden: the CPU does it.
            return without(card, e.getMessage() == null ? e.toString() : e.getMessage());
        }
        Note.say(CudaEngine.class, "engine(AUTO) runs on " + card);
        return Engine.CUDA;
    }

    private static Engine without(String card, String reason) {
        Note.say(CudaEngine.class, "engine(AUTO) runs on the CPU, without " + card + ": " + reason);
        return Engine.CPU;
    }
}
