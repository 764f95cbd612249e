package dev.jacquard.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

import dev.jacquard.Spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a safetensors file shall hold. Tensors come in the order in which they were said; the numbers are read when the file is written. */
public final class SafetensorsSpec extends Spec {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private boolean checksums;

    private SafetensorsSpec() {
    }

    static SafetensorsSpec of(Consumer<? super SafetensorsSpec> says) {
        SafetensorsSpec spec = new SafetensorsSpec();
        return frozen(spec, says, () -> spec);
    }

    /** A text beside the numbers. */
    public SafetensorsSpec metadata(String key, String value) {
        speaking();
        metadata.put(key, value);
        return this;
    }

    /** Puts checksums of all texts and tensors into the metadata, see {@link Safetensors#verify}. */
    public SafetensorsSpec checksums() {
        speaking();
        checksums = true;
        return this;
    }

    /**
     * A tensor of native 32-bit floats, row-major.
     *
     * @param values     at least as many floats as the dimensions' product; must stay valid until the file is written
     * @param dimensions none for a scalar
     * @throws IllegalArgumentException for a name used before, or too few values
     */
    public SafetensorsSpec floats(String name, MemorySegment values, long... dimensions) {
        return tensor(name, NumberType.F32, values, dimensions);
    }

    /** A tensor of 32-bit floats, row-major. */
    public SafetensorsSpec floats(String name, float[] values, long... dimensions) {
        speaking();
        return exactly(name, values.length, dimensions).floats(name, MemorySegment.ofArray(values), dimensions);
    }

    /** A tensor of 64-bit integers, row-major: counters. */
    public SafetensorsSpec longs(String name, long[] values, long... dimensions) {
        speaking();
        return exactly(name, values.length, dimensions).tensor(name, NumberType.I64, MemorySegment.ofArray(values), dimensions);
    }

    private SafetensorsSpec exactly(String name, int values, long... dimensions) {
        if (product(dimensions) != values) {
            throw new IllegalArgumentException("tensor '" + name + "' of shape " + Arrays.toString(dimensions) + " was given " + values + " numbers");
        }
        return this;
    }

    /**
     * A tensor of any type.
     *
     * @param values numbers in native byte order
     */
    public SafetensorsSpec tensor(String name, NumberType type, MemorySegment values, long... dimensions) {
        speaking();
        long bytes = Math.multiplyExact(product(dimensions), type.bytes());
        if (values.byteSize() < bytes) {
            throw new IllegalArgumentException("tensor '" + name + "' of shape " + Arrays.toString(dimensions) + " takes " + bytes
                    + " bytes, but was given " + values.byteSize());
        }
        if (name.equals(SafetensorsHeader.METADATA)) {
            throw new IllegalArgumentException("a tensor cannot be called " + name + ": the format keeps its texts there");
        }
        if (tensors.putIfAbsent(name, new Tensor(type, Arrays.stream(dimensions).boxed().toList(), values.asSlice(0, bytes))) != null) {
            throw new IllegalArgumentException("there are two tensors '" + name + "'; names are unique in a file");
        }
        return this;
    }

    private static long product(long... dimensions) {
        long product = 1;
        for (long dimension : dimensions) {
            if (dimension < 0) {
                throw new IllegalArgumentException("a dimension is at least 0, not " + dimension + " in " + Arrays.toString(dimensions));
            }
            product = Math.multiplyExact(product, dimension);
        }
        return product;
    }

    void writeTo(Path path) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        byte[] header = header(buffer);
        AtomicFile.write(path, channel -> {
            ByteBuffer length = ByteBuffer.allocate(SafetensorsHeader.LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).flip();
            writeAll(channel, length);
            writeAll(channel, ByteBuffer.wrap(header));
            for (Tensor tensor : tensors.values()) {
                tensor.writeTo(channel, buffer);
            }
        });
    }

    /** JSON, filled up with spaces so that the numbers start at a multiple of 8. */
    private byte[] header(ByteBuffer buffer) {
        ObjectNode root = JSON.createObjectNode();
        if (checksums) {
            tensors.forEach((name, tensor) -> metadata.put(Checksums.of(name), tensor.checksum(buffer)));
            metadata.put(Checksums.TEXTS, Checksums.texts(metadata));
        }
        if (!metadata.isEmpty()) {
            ObjectNode texts = root.putObject(SafetensorsHeader.METADATA);
            metadata.forEach(texts::put);
        }
        long offset = 0;
        for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
            ObjectNode node = root.putObject(tensor.getKey());
            node.put("dtype", tensor.getValue().type.name());
            ArrayNode shape = node.putArray("shape");
            tensor.getValue().dimensions.forEach(shape::add);
            long end = offset + tensor.getValue().values.byteSize();
            node.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        try {
            byte[] text = JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
            byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
            Arrays.fill(padded, text.length, padded.length, (byte) ' ');
            return padded;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers is always valid JSON", e);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** A tensor to be written. */
    private record Tensor(NumberType type, List<Long> dimensions, MemorySegment values) {
        void writeTo(FileChannel channel, ByteBuffer buffer) throws IOException {
            for (long done = 0; done < values.byteSize(); done += BUFFER_BYTES) {
                writeAll(channel, piece(done, buffer));
            }
        }

        String checksum(ByteBuffer buffer) {
            CRC32C sum = new CRC32C();
            for (long done = 0; done < values.byteSize(); done += BUFFER_BYTES) {
                sum.update(piece(done, buffer));
            }
            return Checksums.text(sum);
        }

        /** As many bytes as the buffer has room for, as the file holds them. */
        private ByteBuffer piece(long from, ByteBuffer buffer) {
            long count = Math.min(BUFFER_BYTES, values.byteSize() - from);
            littleEndian(from, count, MemorySegment.ofBuffer(buffer.clear()));
            return buffer.limit((int) count);
        }

        private void littleEndian(long from, long count, MemorySegment target) {
            if (type.bytes() == 1 || ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
                MemorySegment.copy(values, from, target, 0, count);
                return;
            }
            for (long i = 0; i < count; i++) {
                long mirrored = i - i % type.bytes() + type.bytes() - 1 - i % type.bytes();
                target.set(ValueLayout.JAVA_BYTE, i, values.get(ValueLayout.JAVA_BYTE, from + mirrored));
            }
        }
    }
}
