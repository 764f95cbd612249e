package dev.jacquard.cpu;

import java.lang.foreign.MemorySegment;
import java.util.List;

import dev.jacquard.JacquardException;
import dev.jacquard.Note;

/** Decides once which kernels this virtual machine runs. */
final class KernelChoice {
    /** {@code vector} or {@code scalar}; unset: the faster that can run. */
    static final String PROPERTY = "jacquard.kernels";
    private static final String MODULE = "jdk.incubator.vector";

    static final Kernels BEST = choose();

    private KernelChoice() {
    }

    static boolean vectorsAvailable() {
        return ModuleLayer.boot().findModule(MODULE).isPresent();
    }

    /**
     * Loads the classes of segments over arrays. A class of segments that appears later, say with the first array that is read or written,
     * would make the compiler throw away every kernel it has compiled for native segments.
     */
    private static void settleSegmentClasses() {
        for (MemorySegment segment : List.of(MemorySegment.ofArray(new byte[1]), MemorySegment.ofArray(new int[1]),
                MemorySegment.ofArray(new long[1]),
                MemorySegment.ofArray(new float[1]), MemorySegment.ofArray(new double[1]), MemorySegment.ofArray(new short[1]),
                MemorySegment.ofArray(new char[1]))) {
            segment.fill((byte) 1);
        }
    }

    private static Kernels choose() {
        settleSegmentClasses();
        boolean available = vectorsAvailable();
        String wish = System.getProperty(PROPERTY, available ? "vector" : "");
        return switch (wish) {
            case "scalar" -> new ScalarKernels();
            case "vector" -> {
                if (!available) {
                    throw new JacquardException("-D" + PROPERTY + "=vector needs the Java module " + MODULE + ": start java with --add-modules "
                            + MODULE);
                }
                yield new VectorKernels();
            }
            case "" -> {
                Note.say(KernelChoice.class, "Computing without vector instructions, many times slower: start java with --add-modules " + MODULE);
                yield new ScalarKernels();
            }
            default -> throw new JacquardException("-D" + PROPERTY + "=" + wish + ": the values are vector and scalar");
        };
    }
}
