package dev.jacquard.cuda;

import java.util.List;

/** NVIDIA's library of convolutions, cuDNN, opened for the current card. */
final class Cudnn extends Handle {
    private static final List<String> FUNCTIONS = List.of("cudnnCreate", "cudnnDestroy", "cudnnGetVersion", "cudnnSetStream",
            "cudnnCreateTensorDescriptor", "cudnnSetTensor4dDescriptor", "cudnnDestroyTensorDescriptor", "cudnnCreateFilterDescriptor",
            "cudnnSetFilter4dDescriptor", "cudnnDestroyFilterDescriptor", "cudnnCreateConvolutionDescriptor", "cudnnSetConvolution2dDescriptor",
            "cudnnSetConvolutionMathType", "cudnnDestroyConvolutionDescriptor", "cudnnGetConvolutionForwardAlgorithm_v7",
            "cudnnGetConvolutionBackwardDataAlgorithm_v7", "cudnnGetConvolutionBackwardFilterAlgorithm_v7", "cudnnConvolutionForward",
            "cudnnConvolutionBackwardData", "cudnnConvolutionBackwardFilter");
    /** What adds a bias and applies an activation in the same call: a version that lacks it convolves without. */
    private static final List<String> FUSED_FUNCTIONS = List.of("cudnnCreateActivationDescriptor", "cudnnSetActivationDescriptor",
            "cudnnDestroyActivationDescriptor", "cudnnConvolutionBiasActivationForward");
    private static final List<String> PARTS_OF_8 = List.of("ops_infer", "cnn_infer", "ops_train", "cnn_train");
    private static final List<String> PARTS_OF_9 = List.of("graph", "ops", "cnn");
    private final LibraryCalls calls;
    private final String version;
    private final boolean fuses;

    private Cudnn(LibraryCalls calls, boolean fuses) {
        super("cuDNN", calls.create("cudnnCreate"), handle -> calls.call("cudnnDestroy", handle));
        this.calls = calls;
        this.fuses = fuses;
        long number = calls.size("cudnnGetVersion");
        // Version 8 counted 8907, version 9 counts 91400.
        version = "cuDNN " + (number < 10_000 ? number / 1000 : number / 10_000) + "." + number / 100 % (number < 10_000 ? 10 : 100);
    }

    /**
     * Loads the library and those of its parts that convolutions need.
     *
     * @throws CudaException when there is none, or one that lacks a part or a function
     */
    static Cudnn load(LibrarySearch search) {
        CudaLibrary library = CudaLibrary.open("NVIDIA's library of convolutions, cuDNN", List.of("libcudnn.so.9", "libcudnn.so.8"), search);
        LibraryCalls calls = new LibraryCalls(library, "cudnnGetErrorString", FUNCTIONS);
        // It opens its parts by name alone, and ends the whole process with the first call where it does not find one.
        String version = library.file().substring(library.file().lastIndexOf('.'));
        for (String part : version.equals(".8") ? PARTS_OF_8 : PARTS_OF_9) {
            library.needCompanion("libcudnn_" + part + ".so" + version);
        }
        library.loadCompanions("libcudnn_");
        return new Cudnn(calls, FUSED_FUNCTIONS.stream().allMatch(library::has));
    }

    LibraryCalls calls() {
        return calls;
    }

    /** Name and version: {@code cuDNN 9.14}. */
    String version() {
        return version;
    }

    /** Whether it can add a bias and apply an activation in the call that convolves. */
    boolean fuses() {
        return fuses;
    }
}
