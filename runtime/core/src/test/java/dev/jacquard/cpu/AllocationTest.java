package dev.jacquard.cpu;

import static dev.jacquard.cpu.Formula.multiply;
import static dev.jacquard.cpu.Formula.relu;
import static dev.jacquard.cpu.Formula.sigmoid;
import static dev.jacquard.cpu.Formula.x;
import static dev.jacquard.cpu.Tensors.random;
import static dev.jacquard.cpu.Tensors.zeros;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No kernel allocates once it is compiled. Until then the Vector API makes objects, so each call is repeated until a round makes none. The build gives
 * these tests a virtual machine whose threads wait for the compiler and whose vector kernels do all of the work from the first call on.
 */
@Tag("allocation")
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUND = 200;
    /** Many times as many as it takes until everything is compiled. */
    private static final int MOST_ROUNDS = 1000;

    static Stream<Kernels> kernels() {
        return Stream.of(new ScalarKernels(), new VectorKernels());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aFormulaAllocatesNothing(Kernels kernels) {
        MemorySegment values = random(3000, 1);
        Formula swish = multiply(x(0), sigmoid(x(0)));
        assertAllocatesNothing(() -> kernels.map(swish, values, values, 0, 3000, 0));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aProductAllocatesNothing(Kernels kernels) {
        MemorySegment left = random(33 * 40, 1);
        MemorySegment right = random(40 * 70, 2);
        MemorySegment bias = random(70, 3);
        MemorySegment out = zeros(33 * 70);
        Formula f = relu(x(0));
        assertAllocatesNothing(() -> kernels.dense(left, right, bias, out, 0, 33, 40, 70, f, 0));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aConvolutionAllocatesNothing(Kernels kernels) {
        Conv2DShape s = Conv2DShape.valid(7, 7, 6, 32, 3, 3);
        MemorySegment in = random(2L * s.inputSize(), 1);
        MemorySegment kernel = random(s.kernelSize(), 2);
        MemorySegment out = zeros(2L * s.outputSize());
        assertAllocatesNothing(() -> kernels.conv2d(in, kernel, null, out, 0, 2, s, null, 0));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void anOptimizerAllocatesNothing(Kernels kernels) {
        MemorySegment w = random(5000, 1);
        MemorySegment g = random(5000, 2);
        MemorySegment m = zeros(5000);
        MemorySegment v = zeros(5000);
        assertAllocatesNothing(() -> kernels.adam(w, g, m, v, null, 0, 5000, 1e-3f, 0.9, 0.999, 1e-7f, 0));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aRegionAllocatesNothing(Kernels kernels) {
        MemorySegment values = random(3000, 1);
        Formula f = relu(x(0));
        Region region = Region.of((from, to) -> kernels.map(f, values, values, from, to, 0), 3000, 500);
        try (Workers workers = Workers.of(2)) {
            assertAllocatesNothing(() -> workers.run(region));
        }
    }

    private static void assertAllocatesNothing(Runnable call) {
        long thread = Thread.currentThread().threadId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && least > 0; round++) {
            long before = THREADS.getThreadAllocatedBytes(thread);
            for (int i = 0; i < ROUND; i++) {
                call.run();
            }
            least = Math.min(least, THREADS.getThreadAllocatedBytes(thread) - before);
        }
        assertThat(least).as("bytes allocated by %d calls", ROUND).isZero();
    }
}
