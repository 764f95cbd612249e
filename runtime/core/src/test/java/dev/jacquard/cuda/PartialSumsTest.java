package dev.jacquard.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;

import dev.jacquard.cuda.kernel.KernelText;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Partial sums of as many blocks as a card has, more than an emulated one would make. */
class PartialSumsTest {
    private static final String KERNELS = """
            KERNEL add(float* y, const float* partial, int parts, int count) {
              finish<5>(y, partial, parts, count, [](float sum, int column) { return sum + column; });
            }

            KERNEL moments(float* mean, float* variance, const float* partial, int parts, int rows) {
              finish_moments<21>(mean, variance, partial, parts, rows);
            }

            KERNEL pair(float* shift, float* scale, const float* partial, int parts) {
              finish_pair<21>(shift, scale, partial, parts);
            }
            """;
    private static final int CHANNELS = 21;

    @BeforeAll
    static void compilerIsThere() {
        assumeTrue(EmulatedCard.possible(), "g++ is not installed");
    }

    /** Runs a kernel with addresses of its results (21 or {@code count} each), of the partial sums, and numbers behind them. */
    private static float[][] run(String kernel, Grid grid, int results, int count, float[] partial, Object... numbers) {
        try (Arena arena = Arena.ofConfined();
                Gpu gpu = EmulatedCard.open();
                KernelModule module = gpu.load("sums", KernelText.PRELUDE.text() + KernelText.OPERATIONS.text() + KERNELS, List.of());
                DeviceMemory memory = gpu.allocate("results", 4L * results * count);
                DeviceMemory parts = gpu.allocate("partial sums", 4L * partial.length)) {
            parts.upload(arena.allocateFrom(ValueLayout.JAVA_FLOAT, partial), gpu.stream());
            Object[] arguments = new Object[results + 1 + numbers.length];
            for (int i = 0; i < results; i++) {
                arguments[i] = memory.value() + 4L * i * count;
            }
            arguments[results] = parts;
            System.arraycopy(numbers, 0, arguments, results + 1, numbers.length);
            module.kernel(kernel).prepare(grid, 0, false, Arguments.of(arena, arguments)).queue(gpu.stream());
            MemorySegment host = arena.allocate(4L * results * count, 4);
            memory.download(host, gpu.stream());
            gpu.stream().await();
            float[][] found = new float[results][];
            for (int i = 0; i < results; i++) {
                found[i] = host.asSlice(4L * i * count, 4L * count).toArray(ValueLayout.JAVA_FLOAT);
            }
            return found;
        }
    }

    private static float[] random(int count) {
        Random random = new Random(4);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({"1, 300", "2, 7", "31, 520", "32, 1", "33, 8", "264, 32", "397, 290", "64, 1000"})
    void everyPartIsInTheSum(
            int parts, int count) {
        float[] partial = random(parts * count);
        float[] found = run("add", Work.addingUp(parts, count), 1, count, partial, parts, count)[0];
        for (int i = 0; i < count; i++) {
            double sum = i % 5;
            for (int z = 0; z < parts; z++) {
                sum += partial[z * count + i];
            }
            assertThat(found[i]).as("result %d of %d", i, count).isCloseTo((float) sum, within(1e-4f));
        }
    }

    @ParameterizedTest
    @CsvSource({"2", "31", "264"})
    void aPairOfSumsIsTakenApart(int parts) {
        float[] partial = random(parts * 2 * CHANNELS);
        float[][] found = run("pair", Work.addingUp(parts, 2 * CHANNELS), 2, CHANNELS, partial, parts);
        for (int c = 0; c < CHANNELS; c++) {
            double[] sums = new double[2];
            for (int z = 0; z < parts; z++) {
                sums[0] += partial[z * 2 * CHANNELS + c];
                sums[1] += partial[(z * 2 + 1) * CHANNELS + c];
            }
            assertThat(found[0][c]).as("shift %d", c).isCloseTo((float) sums[0], within(1e-4f));
            assertThat(found[1][c]).as("scale %d", c).isCloseTo((float) sums[1], within(1e-4f));
        }
    }

    /** 1000 rows on 264 blocks: four each for 250 of them, none for the others. */
    @Test
    void momentsOfBlocksWithoutRowsDoNotCount() {
        int parts = 264;
        int rows = 1000;
        float[] partial = random(parts * 2 * CHANNELS);
        float[][] found = run("moments", Work.addingUp(parts, 2 * CHANNELS), 2, CHANNELS, partial, parts, rows);
        for (int c = 0; c < CHANNELS; c++) {
            double mean = 0;
            double squares = 0;
            for (int z = 0; z < parts; z++) {
                mean += (z < 250 ? 4 : 0) * partial[z * 2 * CHANNELS + c] / rows;
            }
            for (int z = 0; z < parts; z++) {
                double apart = partial[z * 2 * CHANNELS + c] - mean;
                squares += partial[(z * 2 + 1) * CHANNELS + c] + (z < 250 ? 4 : 0) * apart * apart;
            }
            assertThat(found[0][c]).as("mean %d", c).isCloseTo((float) mean, within(1e-5f));
            assertThat(found[1][c]).as("variance %d", c).isCloseTo((float) (squares / rows), within(1e-5f));
        }
    }
}
