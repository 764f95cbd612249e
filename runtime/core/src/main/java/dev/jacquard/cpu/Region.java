package dev.jacquard.cpu;

import org.jspecify.annotations.Nullable;

/**
 * Independent tasks that run together, as one parallel region. Every thread is dealt the same chunks in every run and does them in the order
 * listed, so list the longest first. Built once and run many times.
 */
public final class Region {
    private final Part[] parts;
    /** The number of the first chunk of each part; one more entry holds the number of chunks. */
    private final int[] firstChunk;
    private @Nullable Deal deal;

    /**
     * One task of a region.
     *
     * @param task  the work
     * @param count its units
     * @param grain units a chunk, at least 1
     */
    public record Part(Task task, int count, int grain) {
        /** Checks the numbers. */
        public Part {
            if (count < 0) {
                throw new IllegalArgumentException("A part has " + count + " units; there must be at least 0");
            }
            if (grain < 1) {
                throw new IllegalArgumentException("A part has a grain of " + grain + "; it must be at least 1");
            }
        }

        int chunks() {
            return Math.ceilDiv(count, grain);
        }
    }

    private Region(Part[] parts) {
        this.parts = parts;
        firstChunk = new int[parts.length + 1];
        for (int part = 0; part < parts.length; part++) {
            firstChunk[part + 1] = Math.addExact(firstChunk[part], parts[part].chunks());
        }
    }

    /** The parts, longest first. */
    public static Region of(Part... parts) {
        return new Region(parts.clone());
    }

    /** A region of one task. */
    public static Region of(Task task, int count, int grain) {
        return new Region(new Part[] {new Part(task, count, grain)});
    }

    /** The number of chunks of all parts. */
    public int chunks() {
        return firstChunk[parts.length];
    }

    /** Who does which chunk; made once. */
    Deal deal(int threads) {
        Deal dealt = deal;
        if (dealt == null || dealt.shares().length != threads + 1) {
            dealt = Deal.of(firstChunk, threads);
            deal = dealt;
        }
        return dealt;
    }

    void run(int chunk) {
        int index = 0;
        while (chunk >= firstChunk[index + 1]) {
            index++;
        }
        Part part = parts[index];
        int from = (chunk - firstChunk[index]) * part.grain;
        part.task.run(from, Math.min(from + part.grain, part.count));
    }

    /** Everything on this thread, in order; whole parts at a time, so that a kernel sees the longest ranges. */
    void runAll() {
        for (Part part : parts) {
            if (part.count > 0) {
                part.task.run(0, part.count);
            }
        }
    }
}
