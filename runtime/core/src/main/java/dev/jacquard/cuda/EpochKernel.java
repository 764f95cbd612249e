package dev.jacquard.cuda;

import java.util.List;

import dev.jacquard.cuda.kernel.Division;

import org.jspecify.annotations.Nullable;

/**
 * What the runtime must know of a model's persistent kernel, whose text the compiler wrote.
 *
 * @param resource     the text's name beside the generated class
 * @param inputs       numbers in a row of the input
 * @param units        of every layer
 * @param sharesOutput whether the last layer's units are shared among the blocks
 * @param targetBytes  of a row of the target
 */
public record EpochKernel(String resource, int inputs, List<Integer> units, boolean sharesOutput, int targetBytes) {
    private static final int THREADS = 256;
    private static final int ROWS = 32;

    /** Keeps its own copy. */
    public EpochKernel {
        units = List.copyOf(units);
    }

    /**
     * How to divide the work for a card: about 32 rows a block, as many blocks as the widest layer feeds, the whole fitting into shared memory.
     * Null where it does not fit.
     *
     * @param bytes whether inputs are bytes; floats otherwise
     * @param slots the optimizer's numbers for each parameter
     */
    public @Nullable Division divide(Device device, int batch, boolean bytes, int slots) {
        int widest = 1;
        for (int layer = 0; layer < units.size() - (sharesOutput ? 0 : 1); layer++) {
            widest = Math.max(widest, units.get(layer));
        }
        int most = Math.max(1, device.multiprocessors());
        for (int rowGroups = Math.max(1, Math.min(Math.ceilDiv(batch, ROWS), most)); rowGroups <= Math.min(batch, most); rowGroups++) {
            int room = most / rowGroups;
            int unitGroups = Math.min(widest, room);
            // No more blocks than the units divide into: those left over would only wait.
            unitGroups = Math.ceilDiv(widest, Math.ceilDiv(widest, unitGroups));
            Division division = new Division(unitGroups, rowGroups, THREADS);
            if (sharedBytes(division, batch, bytes, slots) <= device.sharedMemory()) {
                return division;
            }
        }
        return null;
    }

    /** An upper estimate of the structure {@code Memory} in the kernel's text. */
    private long sharedBytes(Division division, int batch, boolean bytes, int slots) {
        long rows = Math.ceilDiv(batch, division.rowGroups());
        long inputBytes = (inputs * (bytes ? 1L : 4L) + 15) / 16 * 16;
        int depth = units.size();
        long own = own(0, division);
        long tileUnits = Math.min(8, powerOfTwoAbove(own));
        long firstUnits = (own + tileUnits - 1) / tileUnits * tileUnits;
        long tiles = Math.max(1, rows * (firstUnits / tileUnits) / (division.threads() / 32));
        long tileRows = Math.min(32 / tileUnits, Long.highestOneBit(tiles));
        long kept = firstUnits * (inputBytes / (bytes ? 1 : 4));
        long matrix = 4;
        long published = 4;
        long values = 0;
        for (int layer = 0; layer < depth; layer++) {
            boolean exchanged = layer < depth - 1 || sharesOutput;
            long tile = exchanged ? own(layer, division) * division.unitGroups() + 4 : units.get(layer) + 4L;
            kept += own(layer, division) + 4;
            if (layer > 0) {
                long before = own(layer - 1, division) * division.unitGroups() + 8;
                kept += own(layer - 1, division) * tile;
                published = Math.max(published, (exchanged ? own(layer, division) : units.get(layer)) * before);
            }
            if (layer < depth - 1) {
                matrix = Math.max(matrix, rows * (tile + 4));
            }
            values += 3 * (rows * (layer == 0 ? firstUnits : own(layer, division)) + 4);
        }
        long last = units.get(depth - 1) + (sharesOutput ? division.unitGroups() : 0) + 8L;
        long state = Math.max(1, slots) * (kept / division.rowGroups() + 8);
        long floats = kept + state + matrix + published + rows * last + values + 4 * rows + 64;
        return 2 * (rows + tileRows) * inputBytes + 2 * (rows * targetBytes + 16) + 4 * floats;
    }

    private static long powerOfTwoAbove(long value) {
        return value <= 1 ? 1 : 2 * Long.highestOneBit(value - 1);
    }

    private long own(int layer, Division division) {
        return Math.ceilDiv(units.get(layer), layer < units.size() - 1 || sharesOutput ? division.unitGroups() : 1);
    }
}
