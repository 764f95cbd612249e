package dev.jacquard.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import dev.jacquard.DataException;

/** One reading of an IDX file. Counts the bytes for messages. */
final class IdxReader {
    /** No deflated byte unpacks to more. */
    private static final long GZIP_LIMIT = 1032;

    private final Path path;
    private final InputStream in;
    private final long longest;
    private long offset;

    private IdxReader(Path path, InputStream in, long longest) {
        this.path = path;
        this.in = in;
        this.longest = longest;
    }

    static Idx read(Path path) {
        try (PushbackInputStream file = new PushbackInputStream(Files.newInputStream(path), 2)) {
            byte[] start = file.readNBytes(2);
            file.unread(start);
            if (start.length == 2 && start[0] == (byte) 0x1f && start[1] == (byte) 0x8b) {
                try (InputStream unpacked = new GZIPInputStream(file, Idx.BUFFER_BYTES)) {
                    return new IdxReader(path, unpacked, Math.multiplyExact(GZIP_LIMIT, Files.size(path))).content();
                }
            }
            return new IdxReader(path, file, Files.size(path)).content();
        } catch (NoSuchFileException e) {
            throw new DataException("there is no file " + path.toAbsolutePath(), e);
        } catch (IOException e) {
            throw new DataException("could not read " + path + ": " + e, e);
        }
    }

    private Idx content() throws IOException {
        try {
            return idx();
        } catch (ZipException e) {
            throw new DataException(path + ", unpacked offset " + offset + ": the gzip stream is corrupt: " + e.getMessage(), e);
        } catch (EOFException e) {
            throw new DataException(path + ", unpacked offset " + offset + ": the gzip stream ends too early; the file is truncated", e);
        }
    }

    private Idx idx() throws IOException {
        byte[] magic = next(4, "the magic number");
        if (magic[0] != 0 || magic[1] != 0) {
            throw new DataException(path + ", offset 0: expected two zero bytes, found " + Byte.toUnsignedInt(magic[0]) + " and "
                    + Byte.toUnsignedInt(magic[1]) + "; this is not an IDX file");
        }
        IdxType type = type(magic[2]);
        if (magic[3] < 1) {
            throw new DataException(path + ", offset 3: expected at least 1 dimension, found " + magic[3]);
        }
        List<Integer> shape = new ArrayList<>();
        for (int i = 0; i < magic[3]; i++) {
            int dimension = ByteBuffer.wrap(next(4, "dimension " + i)).getInt();
            if (dimension < 0) {
                throw new DataException(path + ", offset " + (offset - 4) + ": dimension " + i + " is " + dimension);
            }
            shape.add(dimension);
        }
        MemorySegment values = values(type, shape);
        Idx.swap(type, values, type.bytes() * Idx.count(shape));
        return new Idx(type, shape, values);
    }

    private IdxType type(byte code) {
        for (IdxType type : IdxType.values()) {
            if (type.code() == code) {
                return type;
            }
        }
        throw new DataException(path + ", offset 2: type code " + Byte.toUnsignedInt(code) + " is not known; known are "
                + Arrays.stream(IdxType.values()).map(t -> t.code() + " " + t).collect(Collectors.joining(", ")));
    }

    private byte[] next(int count, String what) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new DataException(path + ", offset " + (offset + bytes.length) + ": the file ends inside " + what);
        }
        offset += count;
        return bytes;
    }

    private MemorySegment values(IdxType type, List<Integer> shape) throws IOException {
        long start = offset;
        long bytes = needed(type, shape);
        MemorySegment values = Arena.ofAuto().allocate(Math.max(64, bytes), 64);
        byte[] buffer = new byte[Idx.BUFFER_BYTES];
        while (offset - start < bytes) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, bytes - (offset - start)));
            if (read < 0) {
                throw truncated(type, shape, bytes, start);
            }
            MemorySegment.copy(buffer, 0, values, ValueLayout.JAVA_BYTE, offset - start, read);
            offset += read;
        }
        if (in.read() >= 0) {
            throw new DataException(path + ", offset " + offset + ": the file goes on, but shape " + shape + " of " + type
                    + " ends here; the header or the file is corrupt");
        }
        return values;
    }

    /** Asks for memory only when the file can be that long: a corrupt header must not take it all. */
    private long needed(IdxType type, List<Integer> shape) {
        try {
            long bytes = Math.multiplyExact(Idx.count(shape), type.bytes());
            if (bytes <= longest - offset) {
                return bytes;
            }
            throw new DataException(path + ", offset 4: shape " + shape + " of " + type + " takes " + bytes + " bytes, but the file has at most "
                    + Math.max(0, longest - offset) + " after its header; it is truncated or its header is corrupt");
        } catch (ArithmeticException e) {
            throw new DataException(path + ", offset 4: shape " + shape + " of " + type + " has more numbers than any file", e);
        }
    }

    private DataException truncated(IdxType type, List<Integer> shape, long bytes, long start) {
        return new DataException(path + ", offset " + offset + ": the file ends, but shape " + shape + " of " + type + " needs " + bytes
                + " bytes from offset " + start + ": " + (bytes - (offset - start)) + " are missing");
    }
}
