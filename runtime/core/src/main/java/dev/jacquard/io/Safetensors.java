package dev.jacquard.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

import dev.jacquard.DataException;

/**
 * An open safetensors file: eight bytes of header length, a JSON header of names, types, shapes and byte ranges, then the numbers, little-endian
 * and row-major. The file is mapped into memory: opening reads the header only, and {@link #bytes} copies nothing.
 *
 * <p>Reading is strict, as the format asks: a header that does not parse, a name that comes twice, a range that overlaps another, leaves a hole,
 * ends outside the file or does not fit its shape and type are all refused. See
 * <a href="https://huggingface.co/docs/safetensors">the format's description</a>.
 *
 * <p>Reading may go on in several threads at once; closing unmaps the file.
 */
public final class Safetensors implements AutoCloseable {
    private static final long PIECE_BYTES = 1 << 30;

    private final Path path;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment file;
    private final Map<String, TensorEntry> entries = new LinkedHashMap<>();
    private final Map<String, String> metadata;

    private Safetensors(Path path) {
        this.path = path;
        try {
            file = map(path, arena);
            SafetensorsHeader header = SafetensorsHeader.read(path, file);
            header.entries().forEach(e -> entries.put(e.name(), e));
            metadata = header.metadata();
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /**
     * Maps a file and checks all of its header.
     *
     * @throws DataException naming the file, the offset and what is wrong there
     */
    public static Safetensors open(Path path) {
        return new Safetensors(path);
    }

    private static MemorySegment map(Path path, Arena arena) {
        if (Files.isDirectory(path)) {
            throw new DataException(path + " is a folder; name a file in it");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (NoSuchFileException e) {
            throw new DataException("there is no file " + path.toAbsolutePath(), e);
        } catch (IOException e) {
            throw new DataException("could not read " + path + ": " + e, e);
        }
    }

    /**
     * Writes a file, whole or not at all: {@code write(path, w -> w.metadata("hash", hash).floats("hidden.kernel", memory, 784, 128))}.
     *
     * @throws dev.jacquard.JacquardException when it cannot be written; an older file is then unchanged
     */
    public static void write(Path path, Consumer<? super SafetensorsSpec> says) {
        SafetensorsSpec.of(says).writeTo(path);
    }

    /** Where it came from. */
    public Path path() {
        return path;
    }

    /** The texts that whoever wrote the file put beside the numbers. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** All tensors in the order of their bytes. */
    public List<TensorEntry> entries() {
        return List.copyOf(entries.values());
    }

    /** Whether there is a tensor of that name. */
    public boolean contains(String name) {
        return entries.containsKey(name);
    }

    /**
     * The tensor of that name.
     *
     * @throws DataException naming the tensors there are
     */
    public TensorEntry entry(String name) {
        TensorEntry entry = entries.get(name);
        if (entry == null) {
            throw new DataException(path + " has no tensor '" + name + "'; it has " + entries.keySet());
        }
        return entry;
    }

    /** Whether {@link #verify} and {@link #verifyTexts} have something to compare with: see {@link SafetensorsSpec#checksums}. */
    public boolean hasChecksums() {
        return metadata.containsKey(Checksums.TEXTS);
    }

    /**
     * Compares all texts with their checksum.
     *
     * @throws DataException naming the file and the remedy when they differ
     */
    public void verifyTexts() {
        compare(SafetensorsHeader.LENGTH_BYTES, "the texts in the header", Checksums.texts(metadata), Checksums.TEXTS);
    }

    /**
     * Compares the bytes of a tensor with their checksum.
     *
     * @throws DataException naming the file, the tensor's offset in it and the remedy when they differ
     */
    public void verify(String name) {
        TensorEntry entry = entry(name);
        CRC32C sum = new CRC32C();
        for (long done = 0; done < entry.bytes(); done += PIECE_BYTES) {
            sum.update(file.asSlice(entry.offset() + done, Math.min(PIECE_BYTES, entry.bytes() - done)).asByteBuffer());
        }
        compare(entry.offset(), "the " + entry.bytes() + " bytes of tensor '" + name + "'", Checksums.text(sum), Checksums.of(name));
    }

    private void compare(long offset, String what, String found, String name) {
        String written = metadata.get(name);
        if (!found.equals(written)) {
            throw new DataException(path + ", offset " + offset + ": " + what + " have the CRC-32C " + found + ", but "
                    + (written == null ? "none was" : written + " was")
                    + " written with them; the file has been damaged since: take another copy of it, "
                    + "or an older file");
        }
    }

    /** The bytes of a tensor in the mapped file, little-endian, read-only: valid until this is closed. */
    public MemorySegment bytes(String name) {
        TensorEntry entry = entry(name);
        return file.asSlice(entry.offset(), entry.bytes());
    }

    /** A copy of a tensor as floats, row-major, whatever its type. */
    public float[] floats(String name) {
        TensorEntry entry = entry(name);
        float[] copy = new float[Math.toIntExact(entry.size())];
        read(name, MemorySegment.ofArray(copy));
        return copy;
    }

    /**
     * Writes a tensor's numbers as native 32-bit floats, whatever their type. Doubles and long integers are rounded.
     *
     * @param target at least {@link TensorEntry#size()} floats
     * @throws IndexOutOfBoundsException when the target is too small; nothing is written then
     */
    public void read(String name, MemorySegment target) {
        TensorEntry entry = entry(name);
        if (target.byteSize() < 4 * entry.size()) {
            throw new IndexOutOfBoundsException("'" + name + "' has " + entry.size() + " numbers, " + 4 * entry.size()
                    + " bytes as floats, but the target has " + target.byteSize() + " bytes");
        }
        FloatReading.read(entry.type(), file.asSlice(entry.offset(), entry.bytes()), entry.size(), target);
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
