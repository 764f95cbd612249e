package dev.jacquard.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

import dev.jacquard.cuda.Routine.Convolution;
import dev.jacquard.cuda.Routine.Finish;
import dev.jacquard.cuda.Routine.Window;
import dev.jacquard.network.FloatFormat;

import org.jspecify.annotations.Nullable;

/**
 * A convolution by cuDNN's functions that take one convolution each, or one of its gradients. Images are (B, height, width, channels) as everywhere
 * here; kernels are (filters, sizeY, sizeX, channels) there and (sizeY, sizeX, channels, filters) here, so the caller transposes them.
 */
final class LibraryConvolution implements AutoCloseable {
    private static final int CHANNELS_LAST = 1;
    private static final int FLOATS = 0;
    private static final int CROSS_CORRELATION = 1;
    /** cudnnMathType_t: matrix units where they are exact enough for FP32 storage, which is TF32. */
    private static final int DEFAULT_MATH = 0;
    /** cudnnMathType_t: no matrix units, 32-bit arithmetic throughout. */
    private static final int EXACT_MATH = 3;
    /** cudnnActivationMode_t. */
    private static final int RELU = 1;
    /** cudnnActivationMode_t: no activation, which cuDNN allows with one algorithm only. */
    private static final int IDENTITY = 5;
    /** cudnnNanPropagation_t: ReLU makes 0 of a NaN. */
    private static final int DROP_NAN = 0;
    private static final int MOST_ALGORITHMS = 8;
    private static final int TIMED_ALGORITHMS = 3;
    /** cudnnConvolution…AlgoPerf_t: algorithm, status, time, memory, whether it repeats its bits, mathematics, three reserved words. */
    private static final long RESULT_BYTES = 48;
    private static final long RESULT_STATUS = 4;
    private static final long RESULT_MEMORY = 16;
    private static final long RESULT_REPEATS = 24;
    private static final long RESULT_MATH = 28;
    private final Cudnn library;
    private final FloatFormat format;
    private final Convolution convolution;
    private final Operands operands;
    private final DeviceMemory workspace;
    private final Resources resources = new Resources();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1f);
    private final MemorySegment zero = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 0f);
    private final Handle image;
    private final Handle result;
    private final Handle kernel;
    private final Handle description;
    private final @Nullable Epilogue epilogue;
    private final List<Algorithm> proposals;

    /**
     * Addresses: two are read and one is written, which one the direction says.
     *
     * @param image  x or dx
     * @param kernel the kernel or its gradient, (filters, sizeY, sizeX, channels)
     * @param result y or dy
     * @param bias   what is added to y; 0 where the finish has none
     */
    record Operands(long image, long kernel, long result, long bias) {
    }

    private record Algorithm(int number, int mathematics) {
    }

    /** Descriptions of what is done to y in the same call. */
    private record Epilogue(Handle bias, Handle activation) {
    }

    /**
     * Describes the convolution and asks for algorithms.
     *
     * @throws CudaException when the library refuses it or has no algorithm that repeats its bits and gets by with the workspace
     */
    LibraryConvolution(Cudnn library, FloatFormat format, Convolution convolution, int rows, Operands operands, DeviceMemory workspace) {
        this.library = library;
        this.format = format;
        this.convolution = convolution;
        this.operands = operands;
        this.workspace = workspace;
        Window w = convolution.window();
        try {
            image = own("an image's description", "TensorDescriptor");
            result = own("a result's description", "TensorDescriptor");
            kernel = own("a kernel's description", "FilterDescriptor");
            description = own("a convolution's description", "ConvolutionDescriptor");
            call("cudnnSetTensor4dDescriptor", image.value(), CHANNELS_LAST, FLOATS, rows, w.channels(), w.height(), w.width());
            call("cudnnSetTensor4dDescriptor", result.value(), CHANNELS_LAST, FLOATS, rows, convolution.filters(), w.outHeight(), w.outWidth());
            call("cudnnSetFilter4dDescriptor", kernel.value(), FLOATS, CHANNELS_LAST, convolution.filters(), w.channels(), w.sizeY(), w.sizeX());
            call("cudnnSetConvolution2dDescriptor", description.value(), w.top(), w.left(), w.strideY(), w.strideX(), w.dilationY(), w.dilationX(),
                    CROSS_CORRELATION, FLOATS);
            call("cudnnSetConvolutionMathType", description.value(), mathematics());
            epilogue = library.fuses() ? epilogue() : null;
            proposals = proposals();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private @Nullable Epilogue epilogue() {
        if (convolution.finish() != Finish.BIAS && convolution.finish() != Finish.BIAS_RELU) {
            return null;
        }
        Handle bias = own("a bias' description", "TensorDescriptor");
        Handle activation = own("an activation's description", "ActivationDescriptor");
        call("cudnnSetTensor4dDescriptor", bias.value(), CHANNELS_LAST, FLOATS, 1, convolution.filters(), 1, 1);
        call("cudnnSetActivationDescriptor", activation.value(), convolution.finish() == Finish.BIAS ? IDENTITY : RELU, DROP_NAN, 0.0);
        return new Epilogue(bias, activation);
    }

    private int mathematics() {
        return switch (format) {
            case FP32 -> EXACT_MATH;
            // cuDNN's permission to convert FP32 storage means FP16, whose range gradients leave; TF32 has more digits than BF16.
            case TF32, BF16 -> DEFAULT_MATH;
        };
    }

    private Handle own(String what, String kind) {
        return resources.own(LibraryHandle.verbFirst(library.calls(), what, "cudnn", kind));
    }

    private void call(String name, Object... arguments) {
        library.calls().call(name, arguments);
    }

    /** The convolution alone, by each of the library's first proposals that is of use. */
    List<Queued> algorithms() {
        return proposals.stream().map(algorithm -> (Queued) stream -> convolve(algorithm, stream)).toList();
    }

    /**
     * The convolution with its bias and activation in one call, by each of the same proposals; none where the library or the finish does not allow
     * for it. The library may still refuse one when it is called.
     */
    List<Queued> fusedAlgorithms() {
        Epilogue fused = epilogue;
        return fused == null ? List.of() : proposals.stream().map(algorithm -> (Queued) stream -> convolve(algorithm, fused, stream)).toList();
    }

    private List<Algorithm> proposals() {
        try (Arena briefly = Arena.ofConfined()) {
            MemorySegment results = briefly.allocate(RESULT_BYTES * MOST_ALGORITHMS, 8);
            MemorySegment count = briefly.allocate(ValueLayout.JAVA_INT);
            switch (convolution.direction()) {
                case FORWARD -> call("cudnnGetConvolutionForwardAlgorithm_v7", library.value(), image.value(), kernel.value(), description.value(),
                        result.value(), MOST_ALGORITHMS, count, results);
                case INPUT_GRADIENT ->
                    call("cudnnGetConvolutionBackwardDataAlgorithm_v7", library.value(), kernel.value(), result.value(), description
                            .value(), image.value(), MOST_ALGORITHMS, count, results);
                case KERNEL_GRADIENT -> call("cudnnGetConvolutionBackwardFilterAlgorithm_v7", library.value(), image.value(), result.value(),
                        description.value(), kernel.value(), MOST_ALGORITHMS, count, results);
            }
            List<Algorithm> algorithms = new ArrayList<>();
            for (int i = 0; i < count.get(ValueLayout.JAVA_INT, 0) && algorithms.size() < TIMED_ALGORITHMS; i++) {
                MemorySegment found = results.asSlice(RESULT_BYTES * i, RESULT_BYTES);
                if (found.get(ValueLayout.JAVA_INT, RESULT_STATUS) == 0 && found.get(ValueLayout.JAVA_INT, RESULT_REPEATS) == 1
                        && found.get(ValueLayout.JAVA_LONG, RESULT_MEMORY) <= workspace.bytes()) {
                    algorithms.add(new Algorithm(found.get(ValueLayout.JAVA_INT, 0), format == FloatFormat.FP32 ? EXACT_MATH
                            : found.get(ValueLayout.JAVA_INT, RESULT_MATH)));
                }
            }
            if (algorithms.isEmpty()) {
                throw new CudaException(library.version() + " has no algorithm that repeats its bits within " + workspace.bytes()
                        + " bytes of workspace for the " + convolution);
            }
            return algorithms;
        }
    }

    private void prepare(Algorithm algorithm, Stream stream) {
        call("cudnnSetStream", library.value(), stream.value());
        call("cudnnSetConvolutionMathType", description.value(), algorithm.mathematics);
    }

    private void convolve(Algorithm algorithm, Epilogue fused, Stream stream) {
        prepare(algorithm, stream);
        // What it could add besides the bias is multiplied by 0: the result stands for it.
        call("cudnnConvolutionBiasActivationForward", library.value(), one, image.value(), operands.image, kernel.value(), operands.kernel,
                description.value(), algorithm.number, workspace.value(), workspace.bytes(), zero, result.value(), operands.result,
                fused.bias.value(), operands.bias, fused.activation.value(), result.value(), operands.result);
    }

    private void convolve(Algorithm algorithm, Stream stream) {
        prepare(algorithm, stream);
        switch (convolution.direction()) {
            case FORWARD -> call("cudnnConvolutionForward", library.value(), one, image.value(), operands.image, kernel.value(), operands.kernel,
                    description.value(), algorithm.number, workspace.value(), workspace.bytes(), zero, result.value(), operands.result);
            case INPUT_GRADIENT -> call("cudnnConvolutionBackwardData", library.value(), one, kernel.value(), operands.kernel, result.value(),
                    operands.result, description.value(), algorithm.number, workspace.value(), workspace.bytes(), zero, image.value(),
                    operands.image);
            case KERNEL_GRADIENT -> call("cudnnConvolutionBackwardFilter", library.value(), one, image.value(), operands.image, result.value(),
                    operands.result, description.value(), algorithm.number, workspace.value(), workspace.bytes(), zero, kernel.value(),
                    operands.kernel);
        }
    }

    @Override
    public void close() {
        resources.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
