package dev.jacquard.examples.data;

import dev.jacquard.data.Dataset;

/** 1,797 handwritten digits (Alpaydin, Kaynak 1998): inputs (8, 8) from 0 for paper to 1 for ink, one class number. */
public final class Digits {
    private static final float INK = 16;

    private Digits() {
    }

    /** All rows. */
    public static Dataset load() {
        return EmbeddedCsv.read("digits.csv.gz", c -> c.noHeader().label(-1)).reshape(8, 8).scale(1 / INK);
    }
}
