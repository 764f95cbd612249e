package dev.jacquard.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

import dev.jacquard.network.Column;
import dev.jacquard.network.Samples;

import org.jspecify.annotations.Nullable;

/** A data set on the card: every column's rows, bytes as bytes, at distances that are multiples of 16 bytes for inputs and of 4 for targets. */
final class DeviceSamples implements AutoCloseable {
    private static final int PIECE = 8 << 20;
    private final Resources resources = new Resources();
    private final List<Part> inputs = new ArrayList<>();
    private final List<Part> targets = new ArrayList<>();

    /**
     * One column on the card.
     *
     * @param bytes  whether its numbers are bytes that mean byte·scale; 32-bit words otherwise
     * @param stride bytes from row to row
     */
    record Part(DeviceMemory memory, boolean bytes, float scale, int width, int stride) {
    }

    private DeviceSamples() {
    }

    /** Copies a data set to the card; null when it has computed columns or is larger than what may be used. */
    static @Nullable DeviceSamples upload(Gpu gpu, Samples samples, long most) {
        long needed = 0;
        List<Column> columns = new ArrayList<>(samples.inputs());
        columns.addAll(samples.targets());
        for (Column column : columns) {
            if (column instanceof Column.Computed) {
                return null;
            }
            needed += (long) column.rows() * stride(column, true);
        }
        if (needed > most) {
            return null;
        }
        DeviceSamples device = new DeviceSamples();
        try {
            samples.inputs().forEach(column -> device.inputs.add(device.copy(gpu, column, true)));
            samples.targets().forEach(column -> device.targets.add(device.copy(gpu, column, false)));
            return device;
        } catch (RuntimeException e) {
            device.close();
            throw e;
        }
    }

    List<Part> inputs() {
        return inputs;
    }

    List<Part> targets() {
        return targets;
    }

    private static boolean staysBytes(Column column, boolean input) {
        return input && column instanceof Column.Bytes bytes && bytes.offset() == 0;
    }

    private static int stride(Column column, boolean input) {
        int bytes = column.width() * (staysBytes(column, input) ? 1 : Float.BYTES);
        return input ? (bytes + 15) / 16 * 16 : bytes;
    }

    private Part copy(Gpu gpu, Column column, boolean input) {
        boolean bytes = staysBytes(column, input);
        int stride = stride(column, input);
        int width = column.width();
        DeviceMemory memory = resources.own(gpu.allocate("the data set", (long) column.rows() * stride));
        int rowsAPiece = Math.max(1, PIECE / stride);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment piece = arena.allocate((long) rowsAPiece * stride, 64);
            for (int row = 0; row < column.rows(); row += rowsAPiece) {
                int count = Math.min(rowsAPiece, column.rows() - row);
                for (int r = 0; r < count; r++) {
                    if (bytes && column instanceof Column.Bytes raw) {
                        MemorySegment.copy(raw.values(), (long) (row + r) * width, piece, (long) r * stride, width);
                    } else {
                        HostRows.read(column, row + r, 0, piece, (long) r * stride / Float.BYTES);
                    }
                }
                memory.upload(piece, (long) row * stride, (long) count * stride, gpu.stream());
                gpu.stream().await();
            }
        }
        return new Part(memory, bytes, column instanceof Column.Bytes raw ? raw.scale() : 1, width, stride);
    }

    @Override
    public void close() {
        resources.close();
    }
}
