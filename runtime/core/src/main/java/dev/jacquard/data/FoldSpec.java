package dev.jacquard.data;

import java.util.function.Consumer;

import dev.jacquard.Spec;

import org.jspecify.annotations.Nullable;

/**
 * How rows are divided into folds: {@code data.kFold(5, f -> f.shuffle(1))}. When nothing is said, the folds are those of scikit-learn's
 * {@code cross_val_score}: stratified for class numbers, consecutive otherwise, unshuffled.
 */
public final class FoldSpec extends Spec {
    private @Nullable Long seed;
    private @Nullable Boolean stratified;

    private FoldSpec() {
    }

    static Settings settings(Consumer<? super FoldSpec> says) {
        FoldSpec spec = new FoldSpec();
        return frozen(spec, says, () -> new Settings(spec.seed, spec.stratified));
    }

    /** Shuffles the rows before they are dealt out. */
    public FoldSpec shuffle(long value) {
        speaking();
        seed = value;
        return this;
    }

    /** Whether every fold gets the same share of every class; that needs class numbers as the first target. */
    public FoldSpec stratified(boolean value) {
        speaking();
        stratified = value;
        return this;
    }

    record Settings(@Nullable Long seed, @Nullable Boolean stratified) {
    }
}
