package dev.jacquard.train;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

import dev.jacquard.Spec;

import org.jspecify.annotations.Nullable;

/** Where to save a training and how much of it to keep: the best epoch by validation loss, or by loss where nothing is validated. */
public final class CheckpointSavingSpec extends Spec {
    private @Nullable Path directory;
    private @Nullable Monitor monitor;
    private int keepBest = 1;

    private CheckpointSavingSpec() {
    }

    /**
     * Lets the caller speak, then freezes what was said.
     *
     * @throws IllegalArgumentException when no directory was said
     */
    public static CheckpointSaving settings(Consumer<? super CheckpointSavingSpec> says) {
        CheckpointSavingSpec spec = new CheckpointSavingSpec();
        return frozen(spec, says, spec::finished);
    }

    private CheckpointSaving finished() {
        if (directory == null) {
            throw new IllegalArgumentException("checkpoint needs a directory: checkpoint(k -> k.directory(Path.of(\"out\")))");
        }
        return new CheckpointSaving(directory, monitor, keepBest);
    }

    /** Where the files go; made when it is not there. */
    public CheckpointSavingSpec directory(Path value) {
        speaking();
        directory = Objects.requireNonNull(value, "directory");
        return this;
    }

    /** The value that tells good epochs from bad ones. */
    public CheckpointSavingSpec monitor(Monitor value) {
        speaking();
        monitor = Objects.requireNonNull(value, "monitor");
        return this;
    }

    /** How many of the best epochs are kept, at least 1. */
    public CheckpointSavingSpec keepBest(int value) {
        speaking();
        keepBest = Ranges.atLeast("keepBest", value, 1);
        return this;
    }
}
