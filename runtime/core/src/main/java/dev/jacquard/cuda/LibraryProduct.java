package dev.jacquard.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

import dev.jacquard.cuda.Routine.Finish;
import dev.jacquard.cuda.Routine.Matrices;
import dev.jacquard.network.FloatFormat;

/**
 * A product of row-major matrices by cuBLASLt. The library's matrices are column-major, and a row-major matrix is its own transpose there: instead of
 * result = left · right it is given resultᵀ = rightᵀ · leftᵀ.
 */
final class LibraryProduct implements AutoCloseable {
    private static final int FLOATS = 0;
    private static final int TRANSPOSE_A = 3;
    private static final int TRANSPOSE_B = 4;
    private static final int EPILOGUE = 7;
    private static final int BIAS_POINTER = 8;
    private static final int MAX_WORKSPACE = 1;
    private static final int MIN_ALIGNMENT_A = 5;
    private static final int MOST_ALGORITHMS = 4;
    /** cublasLtMatmulHeuristicResult_t: the algorithm in 64 bytes, workspace, state, waves, four reserved words. */
    private static final long RESULT_BYTES = 96;
    private static final long ALGORITHM_BYTES = 64;
    private static final long RESULT_STATE = 72;
    private final CublasLt library;
    private final Resources resources = new Resources();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 1f);
    private final MemorySegment zero = arena.allocateFrom(ValueLayout.JAVA_FLOAT, 0f);
    private final Operands operands;
    private final DeviceMemory workspace;
    private final Handle description;
    private final Handle a;
    private final Handle b;
    private final Handle d;

    /**
     * Sizes and addresses.
     *
     * @param bias or its gradient; 0 where there is none
     */
    record Operands(long m, long n, long k, long result, long left, long right, long bias) {
    }

    LibraryProduct(CublasLt library, FloatFormat format, Matrices matrices, Operands operands, DeviceMemory workspace) {
        this.library = library;
        this.operands = operands;
        this.workspace = workspace;
        try {
            description = own("a product's description", "cublasLtMatmulDesc", CublasLt.computeType(format), FLOATS);
            long m = operands.m;
            long n = operands.n;
            long k = operands.k;
            // As the library sees it, its A is (n, k) of `right` and its B is (k, m) of `left`.
            a = matrices.transposeRight() ? layout(k, n) : layout(n, k);
            b = matrices.transposeLeft() ? layout(m, k) : layout(k, m);
            d = layout(n, m);
            attribute(TRANSPOSE_A, matrices.transposeRight() ? 1 : 0);
            attribute(TRANSPOSE_B, matrices.transposeLeft() ? 1 : 0);
            attribute(EPILOGUE, epilogue(matrices.finish()));
            if (bias(matrices.finish())) {
                MemorySegment pointer = arena.allocateFrom(ValueLayout.JAVA_LONG, operands.bias);
                library.calls().call("cublasLtMatmulDescSetAttribute", description.value(), BIAS_POINTER, pointer, pointer.byteSize());
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** cublasLtEpilogue_t of a finish; what the library does not have is left to a kernel. */
    private static int epilogue(Finish finish) {
        return switch (finish) {
            case NONE, OTHER -> 1;
            case RELU -> 2;
            case BIAS -> 4;
            case BIAS_RELU -> 6;
            case COLUMN_SUMS -> 256;
        };
    }

    private static boolean bias(Finish finish) {
        return finish == Finish.BIAS || finish == Finish.BIAS_RELU || finish == Finish.COLUMN_SUMS;
    }

    private Handle own(String what, String kind, Object... arguments) {
        return resources.own(new LibraryHandle(library.calls(), what, kind, arguments));
    }

    /** A dense column-major matrix. */
    private Handle layout(long rows, long columns) {
        return own("a matrix's layout", "cublasLtMatrixLayout", FLOATS, rows, columns, rows);
    }

    private void attribute(int attribute, int value) {
        MemorySegment number = arena.allocateFrom(ValueLayout.JAVA_INT, value);
        library.calls().call("cublasLtMatmulDescSetAttribute", description.value(), attribute, number, number.byteSize());
    }

    /**
     * The product by each algorithm that the library proposes, its favourite first.
     *
     * @throws CudaException when it has none
     */
    List<Queued> algorithms() {
        try (Arena briefly = Arena.ofConfined(); Handle preference = new LibraryHandle(library.calls(), "a preference", "cublasLtMatmulPreference")) {
            prefer(briefly, preference, MAX_WORKSPACE, workspace.bytes());
            long[] addresses = {operands.right, operands.left, operands.result, operands.result};
            for (int i = 0; i < addresses.length; i++) {
                prefer(briefly, preference, MIN_ALIGNMENT_A + i, (int) Math.min(256, Long.lowestOneBit(addresses[i])));
            }
            MemorySegment results = briefly.allocate(RESULT_BYTES * MOST_ALGORITHMS, 8);
            MemorySegment count = briefly.allocate(ValueLayout.JAVA_INT);
            library.calls().call("cublasLtMatmulAlgoGetHeuristic", library.value(), description.value(), a.value(), b.value(), d.value(), d.value(),
                    preference.value(), MOST_ALGORITHMS, results, count);
            List<Queued> algorithms = new ArrayList<>();
            for (int i = 0; i < count.get(ValueLayout.JAVA_INT, 0); i++) {
                MemorySegment result = results.asSlice(RESULT_BYTES * i, RESULT_BYTES);
                if (result.get(ValueLayout.JAVA_INT, RESULT_STATE) == 0) {
                    MemorySegment algorithm = arena.allocate(ALGORITHM_BYTES, 8).copyFrom(result.asSlice(0, ALGORITHM_BYTES));
                    algorithms.add(stream -> multiply(algorithm, stream));
                }
            }
            if (algorithms.isEmpty()) {
                throw new CudaException(library.version() + " has no algorithm for a product of (" + operands.m + ", " + operands.k + ") and ("
                        + operands.k + ", " + operands.n + ")");
            }
            return algorithms;
        }
    }

    private void prefer(Arena briefly, Handle preference, int attribute, Number value) {
        MemorySegment number = value instanceof Long bytes ? briefly.allocateFrom(ValueLayout.JAVA_LONG, bytes)
                : briefly.allocateFrom(ValueLayout.JAVA_INT, value.intValue());
        library.calls().call("cublasLtMatmulPreferenceSetAttribute", preference.value(), attribute, number, number.byteSize());
    }

    private void multiply(MemorySegment algorithm, Stream stream) {
        library.calls().call("cublasLtMatmul", library.value(), description.value(), one, operands.right, a.value(), operands.left, b.value(), zero,
                operands.result, d.value(), operands.result, d.value(), algorithm, workspace.value(), workspace.bytes(), stream.value());
    }

    @Override
    public void close() {
        resources.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
