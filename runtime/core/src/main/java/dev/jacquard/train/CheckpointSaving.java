package dev.jacquard.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Saves the whole training after every epoch: always as {@code last.safetensors}, to be resumed from, and the best epochs under names that
 * say what they reached, such as {@code epoch-003-val_loss-0.3124.safetensors}.
 *
 * @param directory where the files go
 * @param monitor   the value that tells good epochs from bad ones; null for the validation loss, or the loss where nothing is validated
 * @param keepBest  how many of the best epochs are kept
 */
public record CheckpointSaving(Path directory, @Nullable Monitor monitor, int keepBest) implements Callback {
    /** The name of the file that holds the last epoch. */
    public static final String LAST = "last.safetensors";

    /** Refuses what the setters of {@link CheckpointSavingSpec} refuse. */
    public CheckpointSaving {
        Objects.requireNonNull(directory, "directory");
        Ranges.atLeast("keepBest", keepBest, 1);
    }

    @Override
    public FitListener start(FitRun run) {
        Monitor watched = monitor;
        if (watched == null) {
            watched = run.names().contains(Monitor.VAL_LOSS.name()) ? Monitor.VAL_LOSS : Monitor.LOSS;
        }
        run.requireValue("checkpoint", watched);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("checkpoints cannot be kept in " + directory + ": " + e.getMessage(), e);
        }
        return new Saver(this, watched);
    }

    private record Kept(Path file, double value) {
    }

    private static final class Saver implements FitListener {
        private final CheckpointSaving settings;
        private final Monitor watched;
        private final List<Kept> kept = new ArrayList<>();

        Saver(CheckpointSaving settings, Monitor watched) {
            this.settings = settings;
            this.watched = watched;
        }

        @Override
        public void epochEnd(FitRun run) {
            run.trainer().save(settings.directory.resolve(LAST));
            EpochLog log = run.history().last();
            double value = log.value(watched.name());
            if (kept.size() == settings.keepBest && !watched.improves(value, kept.getLast().value(), 0)) {
                return;
            }
            String name = String.format(Locale.ROOT, "epoch-%03d-%s-%.4f.safetensors", log.epoch(), watched.name(), value);
            Path file = settings.directory.resolve(name);
            run.trainer().save(file);
            kept.add(new Kept(file, value));
            Comparator<Kept> ascending = Comparator.comparingDouble(Kept::value);
            kept.sort(watched.higherIsBetter() ? ascending.reversed() : ascending);
            if (kept.size() > settings.keepBest) {
                delete(kept.removeLast().file());
            }
        }

        private static void delete(Path file) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("the checkpoint " + file + " is no longer among the best, but cannot be deleted: " + e.getMessage(),
                        e);
            }
        }
    }
}
