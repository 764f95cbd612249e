package dev.jacquard.network;

import java.util.Arrays;

/**
 * Sums over the rows an engine has worked through, added up by it step by step. Mutable and reused so that a step allocates nothing.
 */
public final class Totals {
    private final double[] losses;
    private final double[] hits;
    private double loss;
    private long rows;
    private double lastLoss;

    /** Zero sums for a network of that many outputs. */
    public Totals(int outputs) {
        losses = new double[outputs];
        hits = new double[outputs];
    }

    /** Starts again from zero. */
    public void clear() {
        Arrays.fill(losses, 0);
        Arrays.fill(hits, 0);
        loss = 0;
        rows = 0;
    }

    /**
     * Adds one step.
     *
     * @param count    rows of the step
     * @param stepLoss the step's whole loss: weighted mean over its rows, penalties included
     */
    public void addStep(int count, double stepLoss) {
        rows += count;
        loss += stepLoss * count;
        lastLoss = stepLoss;
    }

    /**
     * Adds what one output did in a step.
     *
     * @param output  its index
     * @param lossSum the sum of its rows' losses, unweighted
     * @param hitSum  rows whose prediction was right, where a row holds several answers the share of right ones; 0 where that has no meaning
     */
    public void addOutput(int output, double lossSum, double hitSum) {
        losses[output] += lossSum;
        hits[output] += hitSum;
    }

    /** Rows so far. */
    public long rows() {
        return rows;
    }

    /** The mean loss so far, penalties included. */
    public double loss() {
        return rows == 0 ? Double.NaN : loss / rows;
    }

    /** The loss of the last step alone. */
    public double lastLoss() {
        return lastLoss;
    }

    /** The mean loss of one output so far, unweighted. */
    public double loss(int output) {
        return rows == 0 ? Double.NaN : losses[output] / rows;
    }

    /** The share of right predictions of one output so far. */
    public double accuracy(int output) {
        return rows == 0 ? Double.NaN : hits[output] / rows;
    }
}
