package dev.jacquard.io;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * The content of an IDX file, the format of MNIST: two zero bytes, a type code, the number of dimensions, each dimension as a big-endian 32-bit
 * integer, then the numbers, big-endian, row-major. See <a href="http://yann.lecun.com/exdb/mnist/">the format's description</a>.
 *
 * @param type       of the numbers
 * @param dimensions rows first
 * @param values     the numbers in native byte order, outside the heap
 */
public record Idx(IdxType type, List<Integer> dimensions, MemorySegment values) {
    static final int BUFFER_BYTES = 1 << 16;

    /** Keeps its own copy of the dimensions. */
    public Idx {
        dimensions = List.copyOf(dimensions);
        if (values.byteSize() < type.bytes() * count(dimensions)) {
            throw new IllegalArgumentException("shape " + dimensions + " of " + type + " takes " + type.bytes() * count(dimensions)
                    + " bytes, but was given " + values.byteSize());
        }
    }

    static long count(List<Integer> dimensions) {
        long count = 1;
        for (int dimension : dimensions) {
            count = Math.multiplyExact(count, dimension);
        }
        return count;
    }

    /** The number of numbers. */
    public long count() {
        return count(dimensions);
    }

    /** The first dimension. */
    public int rows() {
        return dimensions.getFirst();
    }

    /**
     * Reads a file, plain or gzip (told by its first bytes, not by its name), into memory that lives as long as anything refers to it. The heap
     * sees a buffer of 64 KB only.
     *
     * @throws dev.jacquard.DataException naming the file, the offset (in the unpacked content) and what was expected there
     */
    public static Idx read(Path path) {
        return IdxReader.read(path);
    }

    /**
     * Writes a file, whole or not at all; packed when its name ends in {@code .gz}.
     *
     * @throws dev.jacquard.JacquardException when it cannot be written
     */
    public void write(Path path) {
        AtomicFile.write(path, channel -> {
            OutputStream file = Channels.newOutputStream(channel);
            OutputStream out = path.toString().endsWith(".gz") ? new GZIPOutputStream(file, BUFFER_BYTES)
                    : new BufferedOutputStream(file, BUFFER_BYTES);
            ByteBuffer head = ByteBuffer.allocate(4 + 4 * dimensions.size());
            head.putShort((short) 0).put((byte) type.code()).put((byte) dimensions.size());
            dimensions.forEach(head::putInt);
            out.write(head.array());
            byte[] buffer = new byte[BUFFER_BYTES];
            long bytes = type.bytes() * count();
            for (long done = 0; done < bytes; done += BUFFER_BYTES) {
                int length = (int) Math.min(BUFFER_BYTES, bytes - done);
                MemorySegment.copy(values, ValueLayout.JAVA_BYTE, done, buffer, 0, length);
                swap(type, MemorySegment.ofArray(buffer), length);
                out.write(buffer, 0, length);
            }
            if (out instanceof GZIPOutputStream gzip) {
                gzip.finish();
            }
            out.flush();
        });
    }

    /** Turns big-endian numbers into native ones, or back. */
    static void swap(IdxType type, MemorySegment values, long bytes) {
        if (type.bytes() == 1 || ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN) {
            return;
        }
        for (long i = 0; i < bytes; i += type.bytes()) {
            switch (type.bytes()) {
                case 2 -> values.set(ValueLayout.JAVA_SHORT_UNALIGNED, i, Short.reverseBytes(values.get(ValueLayout.JAVA_SHORT_UNALIGNED, i)));
                case 4 -> values.set(ValueLayout.JAVA_INT_UNALIGNED, i, Integer.reverseBytes(values.get(ValueLayout.JAVA_INT_UNALIGNED, i)));
                default -> values.set(ValueLayout.JAVA_LONG_UNALIGNED, i, Long.reverseBytes(values.get(ValueLayout.JAVA_LONG_UNALIGNED, i)));
            }
        }
    }
}
