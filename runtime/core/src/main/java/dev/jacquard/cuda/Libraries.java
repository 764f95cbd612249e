package dev.jacquard.cuda;

import java.util.Locale;
import java.util.function.Supplier;

import dev.jacquard.JacquardException;
import dev.jacquard.Note;

import org.jspecify.annotations.Nullable;

/**
 * The libraries of a card in use: loaded when the first operation might gain by them, left alone after they were found missing. Not safe for use by
 * several threads at once.
 */
final class Libraries implements AutoCloseable {
    /** When they do an operation: {@code timed}, {@code never} or {@code always}. */
    static final String PROPERTY = "jacquard.cuda.libraries";
    private static final long WORKSPACE = 32L << 20;
    private final Gpu gpu;
    private final Use use;
    private final Source source;
    private final Resources resources = new Resources();
    private @Nullable CublasLt cublasLt;
    private @Nullable Cudnn cudnn;
    private @Nullable DeviceMemory workspace;
    private boolean withoutCublasLt;
    private boolean withoutCudnn;

    /** When libraries do an operation. */
    enum Use {
        /** Where they were faster than the kernel when it was tried. */
        TIMED,
        /** Never. */
        NEVER,
        /** Wherever they can, however small it is. */
        ALWAYS;

        /**
         * What the system property asks for.
         *
         * @param otherwise when it does not say
         * @throws JacquardException for another word
         */
        static Use wanted(Use otherwise) {
            String word = System.getProperty(PROPERTY, otherwise.name().toLowerCase(Locale.ROOT));
            return switch (word) {
                case "timed" -> TIMED;
                case "never" -> NEVER;
                case "always" -> ALWAYS;
                default -> throw new JacquardException("-D" + PROPERTY + "=" + word + ": the values are timed, never and always");
            };
        }
    }

    /** Where the libraries come from. Both methods throw {@link CudaException} where there is none. */
    interface Source {
        CublasLt cublasLt();

        Cudnn cudnn();

        /** The libraries of a machine. */
        static Source of(LibrarySearch search) {
            return new Source() {
                @Override
                public CublasLt cublasLt() {
                    return CublasLt.load(search);
                }

                @Override
                public Cudnn cudnn() {
                    return Cudnn.load(search);
                }
            };
        }
    }

    Libraries(Gpu gpu, Use use, Source source) {
        this.gpu = gpu;
        this.use = use;
        this.source = source;
    }

    Use use() {
        return use;
    }

    /** The library of matrix products; null where there is none. */
    @Nullable CublasLt cublasLt() {
        if (cublasLt == null && !withoutCublasLt) {
            cublasLt = load(source::cublasLt, "matrix products");
            withoutCublasLt = cublasLt == null;
        }
        return cublasLt;
    }

    /** The library of convolutions; null where there is none. */
    @Nullable Cudnn cudnn() {
        if (cudnn == null && !withoutCudnn) {
            // It opens cuBLASLt by its name, which the system's loader knows once it has been loaded from wherever it lies.
            cublasLt();
            cudnn = load(source::cudnn, "convolutions");
            withoutCudnn = cudnn == null;
        }
        return cudnn;
    }

    private <T extends Handle> @Nullable T load(Supplier<T> library, String operations) {
        try {
            return resources.own(library.get());
        } catch (CudaException e) {
            Note.say(Libraries.class, operations + " run on Jacquard's own kernels: " + e.getMessage());
            return null;
        }
    }

    /** Memory that whichever call is at work may use. */
    DeviceMemory workspace() {
        DeviceMemory taken = workspace;
        if (taken == null) {
            taken = resources.own(gpu.allocate("the workspace of cuBLASLt and cuDNN", WORKSPACE));
            workspace = taken;
        }
        return taken;
    }

    @Override
    public void close() {
        resources.close();
    }
}
