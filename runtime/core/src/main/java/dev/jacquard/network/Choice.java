package dev.jacquard.network;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Which class a row of scores stands for: the first of the largest. */
public final class Choice {
    /** What scores choose of which none is a number. */
    public static final int NONE = -1;

    private Choice() {
    }

    /** The class of {@code scores[from … from + classes)}, from 0; {@link #NONE} where none of them is a number. */
    public static int of(float[] scores, int from, int classes) {
        int best = NONE;
        float highest = Float.NEGATIVE_INFINITY;
        for (int k = 0; k < classes; k++) {
            if (scores[from + k] > highest || best == NONE && scores[from + k] == highest) {
                best = k;
                highest = scores[from + k];
            }
        }
        return best;
    }

    /** The class of the floats {@code from … from + classes}, from 0; {@link #NONE} where none of them is a number. */
    public static int of(MemorySegment scores, long from, int classes) {
        int best = NONE;
        float highest = Float.NEGATIVE_INFINITY;
        for (int k = 0; k < classes; k++) {
            float score = scores.getAtIndex(ValueLayout.JAVA_FLOAT, from + k);
            if (score > highest || best == NONE && score == highest) {
                best = k;
                highest = score;
            }
        }
        return best;
    }
}
