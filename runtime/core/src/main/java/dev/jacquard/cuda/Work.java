package dev.jacquard.cuda;

import org.jspecify.annotations.Nullable;

/** How much an operation has to do, from which its grid follows. Numbers per row are multiplied with the rows of a batch. */
public sealed interface Work {
    /** Threads of a block. */
    int THREADS = 256;
    /** From so many parts on, 32 threads share a result's sum: the kernels have the same number. */
    int MANY_PARTS = 32;

    /**
     * A thread an element.
     *
     * @param perRow elements for each row
     * @param once   elements whatever the rows
     */
    record Each(long perRow, long once) implements Work {
    }

    /**
     * A warp a row of a matrix.
     *
     * @param perRow matrix rows for each row of the batch
     */
    record Rows(int perRow) implements Work {
    }

    /**
     * A product of matrices (m, k) · (k, n).
     *
     * @param mPerRow m for each row of the batch, or 0
     * @param m       m whatever the rows, or 0
     * @param kPerRow k for each row, or 0
     * @param k       k whatever the rows, or 0
     * @param sums    whether the right matrix's columns are summed up as well
     */
    record Product(int mPerRow, int m, int n, int kPerRow, int k, boolean sums) implements Work {
        /** A product alone. */
        public Product(int mPerRow, int m, int n, int kPerRow, int k) {
            this(mPerRow, m, n, kPerRow, k, false);
        }

        /** Rows of the result for a batch. */
        long height(int rows) {
            return (long) mPerRow * rows + m;
        }

        /** Numbers that are made for a batch. */
        long results(int rows) {
            return (height(rows) + (sums ? 1 : 0)) * n;
        }

        /** Length of the sums for a batch. */
        long depth(int rows) {
            return (long) kPerRow * rows + k;
        }

        private int tileHeight() {
            return n > 32 || n <= 16 ? 64 : 128;
        }

        private int tileWidth() {
            return n > 32 ? 64 : n > 16 ? 32 : 16;
        }

        /** Blocks along z, so that the card is full: each adds up a part of k. */
        int parts(int rows, int multiprocessors) {
            long tiles = blocksX(rows) * (long) blocksY();
            long wanted = (2L * multiprocessors + tiles - 1) / tiles;
            long most = Math.max(1, depth(rows) / 64);
            return (int) Math.max(1, Math.min(Math.min(wanted, most), 64));
        }

        int blocksX(int rows) {
            return Math.toIntExact(Math.max(1, (height(rows) + tileHeight() - 1) / tileHeight()));
        }

        int blocksY() {
            return (n + tileWidth() - 1) / tileWidth();
        }
    }

    /**
     * A convolution of few taps, or the gradient of its kernel: a thread makes some filters at the places of a strip.
     *
     * @param product the product of matrices that it also is
     * @param each    filters times places of a thread
     */
    record Strips(Product product, int each) implements Work {
        /** So many blocks of these kernels a multiprocessor works on at once. */
        private static final int RESIDENT = 3;
        /** Numbers of the gradient that a block reads at least, so that its sums are worth adding up. */
        private static final long SHARE = 8192;

        /** Blocks along z: each adds up its share of the strips. */
        int parts(int rows, int multiprocessors) {
            return product.kPerRow() == 0 ? 1 : (int) Math.clamp(product.depth(rows) * product.n() / SHARE, 1, (long) RESIDENT * multiprocessors);
        }

        int blocksX(int rows, int multiprocessors) {
            long blocks = Math.ceilDiv(product.height(rows) * product.n(), (long) each * THREADS);
            return product.kPerRow() == 0 ? (int) Math.clamp(blocks, 1, 4L * RESIDENT * multiprocessors) : 1;
        }
    }

    /**
     * Sums over the rows of a matrix, or moments.
     *
     * @param columns of the matrix
     * @param perRow  its rows for each row of the batch
     * @param sums    how many numbers are taken of each column
     */
    record Columns(int columns, int perRow, int sums) implements Work {
        /** Blocks along z: each adds up a part of the rows. */
        int parts(int rows, int multiprocessors) {
            long blocks = (columns + 31L) / 32;
            long wanted = (2L * multiprocessors + blocks - 1) / blocks;
            long most = Math.max(1, (long) perRow * rows / 64);
            return (int) Math.max(1, Math.min(wanted, most));
        }
    }

    /** Whether the kernel may leave partial sums, which a second one adds up. */
    default boolean leavesParts() {
        return switch (this) {
            case Product _, Strips _, Columns _ -> true;
            case Each _, Rows _ -> false;
        };
    }

    /** The product of matrices that this is, whichever kernel makes it; null for other work. */
    default @Nullable Product asProduct() {
        return switch (this) {
            case Product product -> product;
            case Strips(Product product, int _) -> product;
            case Each _, Rows _, Columns _ -> null;
        };
    }

    /** Blocks along z. */
    default int parts(Device device, int rows) {
        return switch (this) {
            case Product product -> product.parts(rows, device.multiprocessors());
            case Strips strips -> strips.parts(rows, device.multiprocessors());
            case Columns columns -> columns.parts(rows, device.multiprocessors());
            case Each _, Rows _ -> 1;
        };
    }

    /** Floats of partial sums between the kernel and the one that adds them up. */
    default long partialFloats(Device device, int rows) {
        int parts = parts(device, rows);
        return parts == 1 ? 0 : parts * switch (this) {
            case Product product -> product.results(rows);
            case Strips(Product product, int _) -> product.results(rows);
            case Columns(int columns, int _, int sums) -> (long) columns * sums;
            case Each _, Rows _ -> 0L;
        };
    }

    /** The grid of the kernel that adds up so many parts of so many results. */
    static Grid addingUp(int parts, long results) {
        return parts < MANY_PARTS ? Grid.covering(results, THREADS) : Grid.of(Math.toIntExact(Math.ceilDiv(results, THREADS / 32L)), THREADS);
    }

    /** The grid for a batch of that many rows. */
    default Grid grid(Device device, int rows) {
        return switch (this) {
            case Each(long perRow, long once) -> {
                long blocks = (perRow * rows + once + THREADS - 1) / THREADS;
                yield Grid.of((int) Math.max(1, Math.min(blocks, 32L * device.multiprocessors())), THREADS);
            }
            case Rows(int perRow) -> {
                long blocks = ((long) perRow * rows + THREADS / 32 - 1) / (THREADS / 32);
                yield Grid.of((int) Math.max(1, Math.min(blocks, 32L * device.multiprocessors())), THREADS);
            }
            case Strips strips -> new Grid(strips.blocksX(rows, device.multiprocessors()), 1, parts(device, rows), THREADS);
            case Product product -> new Grid(product.blocksX(rows), product.blocksY(), parts(device, rows), THREADS);
            case Columns(int columns, int _, int _) -> new Grid((columns + 31) / 32, 1, parts(device, rows), THREADS);
        };
    }
}
