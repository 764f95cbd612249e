package dev.jacquard.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import dev.jacquard.DataException;

/** The text of a gzip file; says in which line it is damaged. */
final class UnpackedText extends GZIPInputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    private final String name;
    private long line = 1;

    private UnpackedText(InputStream packed, String name) throws IOException {
        super(packed, BUFFER_BYTES);
        this.name = name;
    }

    /**
     * Reads the header of the gzip file.
     *
     * @param name what messages call it
     */
    static UnpackedText of(InputStream packed, String name) throws IOException {
        try {
            return new UnpackedText(packed, name);
        } catch (EOFException e) {
            throw endsEarly(name, "in the header", e);
        } catch (ZipException e) {
            throw damaged(name, "in the header", e);
        }
    }

    /**
     * Unpacks some text.
     *
     * @throws DataException naming the line where the file ends early or is damaged, and the remedy
     */
    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
        try {
            int read = super.read(buffer, offset, count);
            for (int i = offset; i < offset + read; i++) {
                if (buffer[i] == '\n') {
                    line++;
                }
            }
            return read;
        } catch (EOFException e) {
            throw endsEarly(name, "in line " + line + " of its text", e);
        } catch (ZipException e) {
            throw damaged(name, "in line " + line + " of its text", e);
        }
    }

    private static DataException endsEarly(String name, String place, EOFException e) {
        return new DataException(name + ": the gzip file ends early, " + place + "; it was not copied or downloaded whole, get it again", e);
    }

    private static DataException damaged(String name, String place, ZipException e) {
        return new DataException(name + ": the gzip file is damaged " + place + ": " + e.getMessage() + "; get it again", e);
    }
}
