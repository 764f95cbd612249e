package dev.jacquard.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import dev.jacquard.cuda.Routine.Finish;
import dev.jacquard.cuda.Routine.Matrices;
import dev.jacquard.network.FloatFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products of matrices through the bindings of cuBLASLt, against plain loops. */
class LibraryProductTest extends OnEmulatedLibraries {
    private static final int M = 7;
    private static final int N = 13;
    private static final int K = 5;
    private final Random random = new Random(1);

    private static float rounded(float value, FloatFormat format) {
        int lost = switch (format) {
            case FP32 -> 0;
            case TF32 -> 13;
            case BF16 -> 16;
        };
        if (lost == 0) {
            return value;
        }
        int bits = Float.floatToIntBits(value);
        return Float.intBitsToFloat((bits + (1 << (lost - 1)) - 1 + (bits >> lost & 1)) >> lost << lost);
    }

    private MemorySegment numbers(Arena arena, int count) {
        MemorySegment numbers = arena.allocate(4L * count, 4);
        for (int i = 0; i < count; i++) {
            numbers.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
        }
        return numbers;
    }

    private static float at(MemorySegment matrix, int row, int column, int rows, int columns, boolean transposed) {
        return matrix.getAtIndex(ValueLayout.JAVA_FLOAT, transposed ? (long) column * rows + row : (long) row * columns + column);
    }

    @ParameterizedTest
    @CsvSource({"false, false, NONE, FP32", "false, false, BIAS, FP32", "false, false, RELU, FP32",
        "false, false, BIAS_RELU, FP32",
        "false, true, NONE, FP32", "true, false, NONE, FP32", "true, true, BIAS_RELU, FP32", "false, false, BIAS_RELU, TF32",
        "true, false, NONE, TF32", "true, false, COLUMN_SUMS, FP32", "false, false, COLUMN_SUMS, TF32", "false, true, NONE, BF16",
        "false, false, OTHER, BF16"}) void rowMajorProductsWithEveryTransposition(boolean left,
                boolean right, Finish finish, FloatFormat format) {
        boolean bias = finish == Finish.BIAS || finish == Finish.BIAS_RELU;
        try (Arena arena = Arena.ofConfined();
                // Parameters start at multiples of 64 bytes, not of 256.
                DeviceMemory memory = gpu.allocate("matrices", 4096)) {
            MemorySegment a = numbers(arena, M * K);
            MemorySegment b = numbers(arena, K * N);
            MemorySegment c = numbers(arena, N);
            memory.upload(a, 0, a.byteSize(), gpu.stream());
            memory.upload(b, 320, b.byteSize(), gpu.stream());
            memory.upload(c, 960, c.byteSize(), gpu.stream());
            LibraryProduct.Operands operands = new LibraryProduct.Operands(M, N, K, memory.value() + 1088, memory.value(), memory.value() + 320,
                    bias || finish == Finish.COLUMN_SUMS
                            ? memory.value() + 960
                            : 0);
            try (LibraryProduct product = new LibraryProduct(Objects.requireNonNull(gpu.libraries().cublasLt()), format, new Matrices(left, right,
                    finish), operands, gpu.libraries().workspace())) {
                List<Queued> algorithms = product.algorithms();
                assertThat(algorithms).hasSize(2);
                for (Queued algorithm : algorithms) {
                    memory.upload(arena.allocate(4L * M * N).fill((byte) 0xFF), 1088, 4L * M * N, gpu.stream());
                    algorithm.queue(gpu.stream());
                    MemorySegment besides = arena.allocate(4L * N, 4);
                    memory.download(besides, 960, besides.byteSize(), gpu.stream());
                    MemorySegment result = arena.allocate(4L * M * N, 4);
                    memory.download(result, 1088, result.byteSize(), gpu.stream());
                    gpu.stream().await();
                    for (int i = 0; i < M; i++) {
                        for (int j = 0; j < N; j++) {
                            float sum = bias ? c.getAtIndex(ValueLayout.JAVA_FLOAT, j) : 0;
                            for (int k = 0; k < K; k++) {
                                sum += rounded(at(a, i, k, M, K, left), format) * rounded(at(b, k, j, K, N, right), format);
                            }
                            float expected = finish == Finish.RELU || finish == Finish.BIAS_RELU ? Math.max(0, sum) : sum;
                            assertThat(at(result, i, j, M, N, false)).as("(%d, %d)", i, j).isCloseTo(expected, within(1e-5f));
                        }
                    }
                    for (int j = 0; j < N; j++) {
                        float expected = finish == Finish.COLUMN_SUMS ? 0 : c.getAtIndex(ValueLayout.JAVA_FLOAT, j);
                        for (int k = 0; k < K && finish == Finish.COLUMN_SUMS; k++) {
                            expected += at(b, k, j, K, N, right);
                        }
                        assertThat(besides.getAtIndex(ValueLayout.JAVA_FLOAT, j)).as("bias or sum %d", j).isCloseTo(expected, within(1e-5f));
                    }
                }
            }
        }
    }

    @Test
    void aRefusalNamesTheCallAndTheLibrarysReason() {
        try (DeviceMemory memory = gpu.allocate("matrices", 4096);
                LibraryProduct product = new LibraryProduct(Objects.requireNonNull(gpu.libraries().cublasLt()), FloatFormat.FP32, new Matrices(false,
                        false, Finish.NONE), new LibraryProduct.Operands(2, 2, 2, memory.value(), memory.value() + 256, memory.value() + 512, 0),
                        gpu.libraries().workspace());
                Stream captured = gpu.newStream()) {
            Queued algorithm = product.algorithms().getFirst();
            // A library's call in another stream than the one that is being captured does not belong to the graph.
            assertThatThrownBy(() -> captured.capture(() -> algorithm.queue(gpu.stream()))).isInstanceOf(CudaException.class).hasMessageContaining(
                    "cublasLtMatmul(").hasMessageContaining("failed to launch").hasMessageContaining("(13)");
        }
    }
}
