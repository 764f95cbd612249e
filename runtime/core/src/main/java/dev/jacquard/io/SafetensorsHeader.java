package dev.jacquard.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.jacquard.DataException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * The header of a safetensors file, checked against the file's length.
 *
 * @param entries  in the order of their bytes
 * @param metadata texts by name
 */
record SafetensorsHeader(List<TensorEntry> entries, Map<String, String> metadata) {
    /** The eight bytes that hold the header's length. */
    static final int LENGTH_BYTES = 8;
    /** The name under which the header keeps its texts. */
    static final String METADATA = "__metadata__";
    /** The format's own limit. */
    private static final long LONGEST = 100_000_000;
    private static final ValueLayout.OfLong LENGTH = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength((int) LONGEST).maxNameLength((int) LONGEST).build()).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /**
     * Reads and checks it.
     *
     * @param file the whole file
     */
    static SafetensorsHeader read(Path path, MemorySegment file) {
        long size = file.byteSize();
        if (size < LENGTH_BYTES) {
            throw new DataException(path + " has " + size + " bytes; a safetensors file starts with 8 bytes of header length");
        }
        long length = file.get(LENGTH, 0);
        if (length < 2 || length > LONGEST) {
            throw new DataException(path + ", offset 0: the header length is " + Long.toUnsignedString(length) + ", but 2 to " + LONGEST
                    + " are allowed; is this a safetensors file?");
        }
        if (length > size - LENGTH_BYTES) {
            throw new DataException(path + ", offset 0: the header is " + length + " bytes long, but the file ends " + (size - LENGTH_BYTES)
                    + " bytes later; it is truncated or not a safetensors file");
        }
        byte[] text = file.asSlice(LENGTH_BYTES, length).toArray(ValueLayout.JAVA_BYTE);
        if (text[0] != '{') {
            throw new DataException(path + ", offset 8: the header must start with '{', but starts with byte " + Byte.toUnsignedInt(text[0]));
        }
        return new Parser(path, LENGTH_BYTES + length, size).parse(text);
    }

    /** What every message needs to know. */
    private record Parser(Path path, long data, long end) {
        SafetensorsHeader parse(byte[] text) {
            Map<String, String> metadata = new LinkedHashMap<>();
            List<TensorEntry> entries = new ArrayList<>();
            for (Map.Entry<String, JsonNode> property : json(text).properties()) {
                if (property.getKey().equals(METADATA)) {
                    metadata(property.getValue(), metadata);
                } else {
                    entries.add(entry(property.getKey(), property.getValue()));
                }
            }
            entries.sort(Comparator.comparingLong(TensorEntry::offset).thenComparingLong(TensorEntry::bytes));
            contiguous(entries);
            return new SafetensorsHeader(List.copyOf(entries), Collections.unmodifiableMap(metadata));
        }

        private JsonNode json(byte[] text) {
            try {
                JsonNode root = JSON.readTree(new String(text, StandardCharsets.UTF_8));
                if (root.isObject()) {
                    return root;
                }
                throw wrong("the header is not a JSON object");
            } catch (JsonProcessingException e) {
                long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getCharOffset());
                throw new DataException(path + ", offset " + (LENGTH_BYTES + at) + ": the header is not valid JSON: " + e.getOriginalMessage(), e);
            }
        }

        private void metadata(JsonNode node, Map<String, String> metadata) {
            if (!node.isObject()) {
                throw wrong(METADATA + " is not an object of texts");
            }
            for (Map.Entry<String, JsonNode> text : node.properties()) {
                if (!text.getValue().isTextual()) {
                    throw wrong(METADATA + " '" + text.getKey() + "' is not a text but " + text.getValue());
                }
                metadata.put(text.getKey(), text.getValue().textValue());
            }
        }

        private TensorEntry entry(String name, JsonNode node) {
            NumberType type = type(name, node.path("dtype"));
            List<Long> dimensions = longs(name, "shape", node.path("shape"));
            List<Long> range = longs(name, "data_offsets", node.path("data_offsets"));
            if (range.size() != 2) {
                throw wrong("tensor '" + name + "': data_offsets has " + range.size() + " numbers instead of begin and end");
            }
            long begin = range.get(0);
            long bytes = range.get(1) - begin;
            if (bytes < 0 || range.get(1) > end - data) {
                throw new DataException(path + ", offset " + data + " + " + begin + ": tensor '" + name + "' takes the bytes " + begin + " to "
                        + range.get(1) + " of the numbers, but there are " + (end - data) + "; the file is truncated or corrupt");
            }
            if (bytes != needed(name, dimensions, type)) {
                throw wrong("tensor '" + name + "': shape " + dimensions + " of " + type + " takes " + needed(name, dimensions, type)
                        + " bytes, but data_offsets " + range + " are " + bytes);
            }
            return new TensorEntry(name, type, dimensions, data + begin, bytes);
        }

        private NumberType type(String name, JsonNode node) {
            for (NumberType type : NumberType.values()) {
                if (type.name().equals(node.asText())) {
                    return type;
                }
            }
            throw wrong("tensor '" + name + "': dtype " + (node.isMissingNode() ? "is missing" : node + " is not known") + "; known are "
                    + Arrays.toString(NumberType.values()));
        }

        private List<Long> longs(String name, String key, JsonNode node) {
            if (!node.isArray()) {
                throw wrong("tensor '" + name + "': " + key + " is not a list of numbers");
            }
            List<Long> numbers = new ArrayList<>();
            for (JsonNode number : node) {
                if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
                    throw wrong("tensor '" + name + "': " + key + " holds " + number + " where a whole number from 0 is needed");
                }
                numbers.add(number.longValue());
            }
            return numbers;
        }

        private long needed(String name, List<Long> dimensions, NumberType type) {
            try {
                long bytes = type.bytes();
                for (long dimension : dimensions) {
                    bytes = Math.multiplyExact(bytes, dimension);
                }
                return bytes;
            } catch (ArithmeticException e) {
                throw new DataException(path + ", offset 8: tensor '" + name + "': shape " + dimensions + " has more numbers than any file", e);
            }
        }

        private void contiguous(List<TensorEntry> entries) {
            long next = data;
            String previous = "the header";
            for (TensorEntry entry : entries) {
                if (entry.offset() != next) {
                    throw new DataException(path + ", offset " + Math.min(next, entry.offset()) + ": tensor '" + entry.name() + "' starts at "
                            + entry.offset() + (entry.offset() < next ? ", but overlaps " : ", leaving a hole after ") + previous
                            + ", which ends at " + next);
                }
                next += entry.bytes();
                previous = "'" + entry.name() + "'";
            }
            if (next != end) {
                throw new DataException(path + ", offset " + next + ": " + (end - next) + " bytes follow that belong to no tensor");
            }
        }

        private DataException wrong(String what) {
            return new DataException(path + ", offset 8, header: " + what);
        }
    }
}
