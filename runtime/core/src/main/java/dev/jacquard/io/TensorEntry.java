package dev.jacquard.io;

import java.util.List;

/**
 * One tensor of a safetensors file.
 *
 * @param name       unique in the file
 * @param type       of its numbers
 * @param dimensions row-major; none for a scalar
 * @param offset     of its first byte in the file
 * @param bytes      it takes
 */
public record TensorEntry(String name, NumberType type, List<Long> dimensions, long offset, long bytes) {
    /** Keeps its own copy. */
    public TensorEntry {
        dimensions = List.copyOf(dimensions);
    }

    /** The number of numbers. */
    public long size() {
        return bytes / type.bytes();
    }
}
