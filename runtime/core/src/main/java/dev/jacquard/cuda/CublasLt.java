package dev.jacquard.cuda;

import java.util.List;

import dev.jacquard.network.FloatFormat;

/** NVIDIA's library of matrix products, cuBLASLt, opened for the current card. */
final class CublasLt extends Handle {
    private static final List<String> FUNCTIONS = List.of("cublasLtCreate", "cublasLtDestroy", "cublasLtGetVersion", "cublasLtMatmulDescCreate",
            "cublasLtMatmulDescSetAttribute", "cublasLtMatmulDescDestroy", "cublasLtMatrixLayoutCreate", "cublasLtMatrixLayoutDestroy",
            "cublasLtMatmulPreferenceCreate", "cublasLtMatmulPreferenceSetAttribute", "cublasLtMatmulPreferenceDestroy",
            "cublasLtMatmulAlgoGetHeuristic", "cublasLtMatmul");
    /** cublasComputeType_t: 32-bit arithmetic throughout. */
    private static final int COMPUTE_32F = 68;
    /** cublasComputeType_t: factors are rounded to BF16. */
    private static final int COMPUTE_32F_FAST_16BF = 75;
    /** cublasComputeType_t: factors are rounded to TF32. */
    private static final int COMPUTE_32F_FAST_TF32 = 77;
    private final LibraryCalls calls;
    private final String version;

    private CublasLt(LibraryCalls calls) {
        super("cuBLASLt", calls.create("cublasLtCreate"), handle -> calls.call("cublasLtDestroy", handle));
        this.calls = calls;
        long number = calls.size("cublasLtGetVersion");
        version = "cuBLASLt " + number / 10_000 + "." + number / 100 % 100;
    }

    /**
     * Loads the library.
     *
     * @throws CudaException when there is none, or one that lacks a function
     */
    static CublasLt load(LibrarySearch search) {
        CudaLibrary library = CudaLibrary.open("NVIDIA's library of matrix products, cuBLASLt",
                List.of("libcublasLt.so.13", "libcublasLt.so.12", "libcublasLt.so"), search);
        return new CublasLt(new LibraryCalls(library, "cublasLtGetStatusString", FUNCTIONS));
    }

    LibraryCalls calls() {
        return calls;
    }

    /** Name and version: {@code cuBLASLt 13.0}. */
    String version() {
        return version;
    }

    /** The library's name for what factors may be rounded to; sums and storage are FP32 in each case. */
    static int computeType(FloatFormat format) {
        return switch (format) {
            case FP32 -> COMPUTE_32F;
            case TF32 -> COMPUTE_32F_FAST_TF32;
            case BF16 -> COMPUTE_32F_FAST_16BF;
        };
    }
}
