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

import dev.jacquard.cuda.Routine.Convolution;
import dev.jacquard.cuda.Routine.Direction;
import dev.jacquard.cuda.Routine.Finish;
import dev.jacquard.cuda.Routine.Window;
import dev.jacquard.network.FloatFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Convolutions and their gradients through the bindings of cuDNN, against plain loops. */
class LibraryConvolutionTest extends OnEmulatedLibraries {
    private static final int ROWS = 2;
    private static final int FILTERS = 3;
    private static final List<Window> WINDOWS = List.of(new Window(5, 4, 2, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1), new Window(9, 7, 1, 3, 2, 2, 1, 1, 2, 0, 0,
            1, 1), new Window(6, 6, 4, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0), new Window(8, 5, 3, 2, 2, 3, 2, 2, 1, 2, 2, 0, 0));
    private final Random random = new Random(2);

    private float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private interface Visit {
        void at(int image, int kernel, int result);
    }

    /** Every factor of every sum; the kernel's index is that of (filters, sizeY, sizeX, channels). */
    private static void walk(Window w, Visit visit) {
        for (int b = 0; b < ROWS; b++) {
            for (int oy = 0; oy < w.outHeight(); oy++) {
                for (int ox = 0; ox < w.outWidth(); ox++) {
                    for (int tap = 0; tap < w.sizeY() * w.sizeX(); tap++) {
                        int y = oy * w.strideY() - w.top() + tap / w.sizeX() * w.dilationY();
                        int x = ox * w.strideX() - w.left() + tap % w.sizeX() * w.dilationX();
                        if (y >= 0 && y < w.height() && x >= 0 && x < w.width()) {
                            for (int c = 0; c < w.channels(); c++) {
                                for (int f = 0; f < FILTERS; f++) {
                                    visit.at(((b * w.height() + y) * w.width() + x) * w.channels() + c, (f * w.sizeY() * w.sizeX() + tap) * w
                                            .channels() + c, ((b * w.outHeight() + oy) * w.outWidth() + ox) * FILTERS + f);
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void everyDirectionOfEveryWindow(Direction direction) {
        for (Window w : WINDOWS) {
            float[] image = numbers(ROWS * w.height() * w.width() * w.channels());
            float[] kernel = numbers(FILTERS * w.sizeY() * w.sizeX() * w.channels());
            float[] result = numbers(ROWS * w.outHeight() * w.outWidth() * FILTERS);
            float[] expected = new float[switch (direction) {
                case FORWARD -> result.length;
                case INPUT_GRADIENT -> image.length;
                case KERNEL_GRADIENT -> kernel.length;
            }];
            walk(w, (i, j, k) -> {
                switch (direction) {
                    case FORWARD -> expected[k] += image[i] * kernel[j];
                    case INPUT_GRADIENT -> expected[i] += result[k] * kernel[j];
                    case KERNEL_GRADIENT -> expected[j] += image[i] * result[k];
                }
            });
            check(new Convolution(direction, w, FILTERS, Finish.NONE), FloatFormat.FP32, image, kernel, result, expected, 1e-5f);
            check(new Convolution(direction, w, FILTERS, Finish.NONE), FloatFormat.TF32, image, kernel, result, expected, 2e-2f);
        }
    }

    private void check(Convolution convolution, FloatFormat format, float[] image, float[] kernel, float[] result, float[] expected, float close) {
        try (Arena arena = Arena.ofConfined();
                DeviceMemory x = upload(arena, image);
                DeviceMemory k = upload(arena, kernel);
                DeviceMemory y = upload(arena, result);
                LibraryConvolution made = new LibraryConvolution(cudnn(), format, convolution, ROWS,
                        new LibraryConvolution.Operands(x.value(), k.value(), y.value(), 0), gpu.libraries().workspace())) {
            List<Queued> algorithms = made.algorithms();
            // Of the five that are proposed, three are not usable.
            assertThat(algorithms).hasSize(2);
            assertThat(made.fusedAlgorithms()).isEmpty();
            DeviceMemory written = switch (convolution.direction()) {
                case FORWARD -> y;
                case INPUT_GRADIENT -> x;
                case KERNEL_GRADIENT -> k;
            };
            for (Queued algorithm : algorithms) {
                assertThat(result(algorithm, written)).as("%s in %s", convolution, format).containsExactly(expected, within(close));
            }
        }
    }

    private float[] result(Queued algorithm, DeviceMemory written) {
        try (Arena arena = Arena.ofConfined()) {
            algorithm.queue(gpu.stream());
            MemorySegment copy = arena.allocate(written.bytes(), 4);
            written.download(copy, gpu.stream());
            gpu.stream().await();
            return copy.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    @ParameterizedTest
    @CsvSource({"BIAS, FP32, 1e-5", "BIAS_RELU, FP32, 1e-5", "BIAS, TF32, 2e-2",
        "BIAS_RELU, BF16, 2e-2"}) void biasAndActivationInTheSameCall(Finish finish, FloatFormat format, float close) {
        for (Window w : WINDOWS) {
            float[] image = numbers(ROWS * w.height() * w.width() * w.channels());
            float[] kernel = numbers(FILTERS * w.sizeY() * w.sizeX() * w.channels());
            float[] bias = numbers(FILTERS);
            float[] expected = new float[ROWS * w.outHeight() * w.outWidth() * FILTERS];
            walk(w, (i, j, k) -> expected[k] += image[i] * kernel[j]);
            for (int k = 0; k < expected.length; k++) {
                expected[k] += bias[k % FILTERS];
                expected[k] = finish == Finish.BIAS_RELU ? Math.max(0, expected[k]) : expected[k];
            }
            try (Arena arena = Arena.ofConfined();
                    DeviceMemory x = upload(arena, image);
                    DeviceMemory k = upload(arena, kernel);
                    DeviceMemory b = upload(arena, bias);
                    DeviceMemory y = upload(arena, numbers(expected.length));
                    LibraryConvolution made = new LibraryConvolution(cudnn(), format, new Convolution(Direction.FORWARD, w, FILTERS, finish), ROWS,
                            new LibraryConvolution.Operands(x.value(), k.value(), y.value(), b.value()), gpu.libraries().workspace())) {
                List<Queued> algorithms = made.fusedAlgorithms();
                assertThat(algorithms).hasSameSizeAs(made.algorithms());
                assertThat(result(algorithms.getFirst(), y)).containsExactly(expected, within(close));
                if (finish == Finish.BIAS_RELU) {
                    assertThat(result(algorithms.getLast(), y)).containsExactly(expected, within(close));
                } else {
                    // Without an activation there is one algorithm only.
                    assertThatThrownBy(() -> algorithms.getLast().queue(gpu.stream())).isInstanceOf(CudaException.class).hasMessageContaining(
                            "cudnnConvolutionBiasActivationForward(").hasMessageContaining("CUDNN_STATUS_NOT_SUPPORTED");
                }
            }
        }
    }

    private Cudnn cudnn() {
        return Objects.requireNonNull(gpu.libraries().cudnn());
    }

    @ParameterizedTest
    @CsvSource({"NONE, 4", "BIAS, 6", "BIAS_RELU, 6", "RELU, 4", "OTHER, 4"})
    void descriptionsLiveAsLongAsTheConvolution(
            Finish finish, long descriptions) {
        try (DeviceMemory memory = gpu.allocate("numbers", 4096)) {
            LibraryConvolution.Operands operands = new LibraryConvolution.Operands(memory.value(), memory.value(), memory.value(), memory.value());
            try (LibraryConvolution made = new LibraryConvolution(cudnn(), FloatFormat.FP32, new Convolution(Direction.FORWARD, WINDOWS.getFirst(),
                    FILTERS, finish), ROWS, operands, gpu.libraries().workspace())) {
                assertThat(made.algorithms()).isNotEmpty();
                assertThat(cudnn().calls().size("emulation_descriptors")).isEqualTo(descriptions);
            }
            assertThat(cudnn().calls().size("emulation_descriptors")).isZero();
            // Windows of 13 columns have no algorithm.
            Window wide = new Window(1, 16, 1, 1, 13, 1, 1, 1, 1, 0, 0, 0, 0);
            assertThatThrownBy(
                    () -> new LibraryConvolution(cudnn(), FloatFormat.FP32, new Convolution(Direction.FORWARD, wide, FILTERS, finish), ROWS,
                            operands, gpu.libraries().workspace()))
                    .isInstanceOf(CudaException.class).hasMessageContaining("has no algorithm");
            assertThat(cudnn().calls().size("emulation_descriptors")).isZero();
        }
    }

    private DeviceMemory upload(Arena arena, float[] numbers) {
        DeviceMemory memory = gpu.allocate("numbers", 4L * numbers.length);
        memory.upload(arena.allocateFrom(ValueLayout.JAVA_FLOAT, numbers), gpu.stream());
        return memory;
    }

    @Test
    void whatTheLibraryRefusesIsSaidWithItsReason() {
        // The window is larger than the image.
        Convolution impossible = new Convolution(Direction.FORWARD, new Window(2, 2, 1, 9, 9, 1, 1, 1, 1, 0, 0, 0, 0), 1, Finish.NONE);
        try (DeviceMemory memory = gpu.allocate("numbers", 4096)) {
            assertThatThrownBy(() -> new LibraryConvolution(cudnn(), FloatFormat.FP32, impossible, 1,
                    new LibraryConvolution.Operands(memory.value(), memory.value(), memory.value(), 0), gpu.libraries().workspace())).isInstanceOf(
                            CudaException.class)
                    .hasMessageContaining("cudnnSetTensor4dDescriptor(").hasMessageContaining("CUDNN_STATUS_BAD_PARAM");
        }
    }
}
