package dev.jacquard.data;

import java.util.function.Consumer;

import dev.jacquard.Spec;

/** How rows are divided: {@code data.split(0.8, s -> s.stratified().seed(1))}. Rows are shuffled unless {@link #ordered()} is said. */
public final class SplitSpec extends Spec {
    private long seed = 42;
    private boolean ordered;
    private boolean stratified;

    private SplitSpec() {
    }

    static Settings settings(Consumer<? super SplitSpec> says) {
        SplitSpec spec = new SplitSpec();
        return frozen(spec, says, spec::settings);
    }

    private Settings settings() {
        if (ordered && stratified) {
            throw new IllegalArgumentException("a split is either ordered or stratified: stratifying picks rows from everywhere");
        }
        return new Settings(seed, ordered, stratified);
    }

    /** The seed of the shuffle; 42 when not said. */
    public SplitSpec seed(long value) {
        speaking();
        seed = value;
        return this;
    }

    /** Keeps the order: the first rows train, the last rows test. For time series. */
    public SplitSpec ordered() {
        speaking();
        ordered = true;
        return this;
    }

    /** Gives both parts the same share of every class. Needs class numbers as the first target. */
    public SplitSpec stratified() {
        speaking();
        stratified = true;
        return this;
    }

    record Settings(long seed, boolean ordered, boolean stratified) {
    }
}
