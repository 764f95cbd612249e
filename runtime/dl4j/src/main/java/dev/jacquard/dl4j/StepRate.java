package dev.jacquard.dl4j;

import java.io.Serial;

import org.nd4j.linalg.schedule.ISchedule;

/** The learning rate of the step that comes next: ours are given step by step. Every updater of a network shares one. */
final class StepRate implements ISchedule {
    @Serial private static final long serialVersionUID = 1L;

    private double rate;

    void set(double value) {
        rate = value;
    }

    double get() {
        return rate;
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        return rate;
    }

    /** Itself: a copy would not hear of the next step. */
    @Override
    @SuppressWarnings("MissingSuperCall")
    public StepRate clone() {
        return this;
    }
}
