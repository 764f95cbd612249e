package dev.jacquard.data;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** A transfer of known length: says how far it is, and refuses to end early. */
final class CountedStream extends FilterInputStream {
    private static final int QUARTERS = 4;

    private final long length;
    private final Consumer<String> progress;
    private long received;

    /**
     * Counts what is read from another stream.
     *
     * @param length negative when nobody knows
     */
    CountedStream(InputStream in, long length, Consumer<String> progress) {
        super(in);
        this.length = length;
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        int read = super.read(buffer, offset, count);
        if (read < 0) {
            if (length >= 0 && received < length) {
                throw new EOFException(received + " of " + length + " bytes came");
            }
            return read;
        }
        long before = QUARTERS * received / Math.max(1, length);
        received += read;
        long now = QUARTERS * received / Math.max(1, length);
        if (length > 0 && now > before) {
            progress.accept("  " + 100 / QUARTERS * now + " %");
        }
        return read;
    }
}
