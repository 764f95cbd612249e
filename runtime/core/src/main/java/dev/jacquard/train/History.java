package dev.jacquard.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** What a training came to, epoch by epoch. */
public final class History {
    private final List<EpochLog> epochs = new ArrayList<>();
    private @Nullable String stopReason;

    History() {
    }

    void add(EpochLog epoch) {
        epochs.add(epoch);
    }

    void stopReason(String reason) {
        stopReason = reason;
    }

    /** All epochs that were finished, in order. */
    public List<EpochLog> epochs() {
        return List.copyOf(epochs);
    }

    /** The last epoch that was finished. */
    public EpochLog last() {
        requireEpochs();
        return epochs.getLast();
    }

    /** The names of the values of an epoch; empty before the first. */
    public List<String> names() {
        return epochs.isEmpty() ? List.of() : List.copyOf(epochs.getFirst().values().keySet());
    }

    /**
     * One value over all epochs: {@code history.get("val_loss")}.
     *
     * @throws IllegalArgumentException naming the values there are
     */
    public double[] get(String name) {
        return epochs.stream().mapToDouble(epoch -> epoch.value(name)).toArray();
    }

    /** The epoch in which that value was best: highest for accuracies, lowest for all else. */
    public EpochLog best(String name) {
        return best(Monitor.named(name));
    }

    /** The epoch in which the watched value was best; the earlier of equals. */
    public EpochLog best(Monitor monitor) {
        requireEpochs();
        EpochLog best = epochs.getFirst();
        for (EpochLog epoch : epochs) {
            if (monitor.improves(epoch.value(monitor.name()), best.value(monitor.name()), 0)) {
                best = epoch;
            }
        }
        return best;
    }

    /** Why training ended before its last epoch; null when it did not. */
    public @Nullable String stopReason() {
        return stopReason;
    }

    private void requireEpochs() {
        if (epochs.isEmpty()) {
            throw new IllegalStateException("no epoch has been finished"
                    + (stopReason == null ? "; fit at least one" : ": training ended because " + stopReason));
        }
    }

    /** A table with a line for each epoch. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("epoch");
        for (String name : names()) {
            text.append("  ").append(String.format(Locale.ROOT, "%" + width(name) + "s", name));
        }
        text.append("  learning_rate  seconds\n");
        for (EpochLog epoch : epochs) {
            text.append(String.format(Locale.ROOT, "%5d", epoch.epoch()));
            epoch.values().forEach(
                    (name, value) -> text.append("  ").append(String.format(Locale.ROOT, "%" + width(name) + "s", Figures.of(value))));
            text.append(String.format(Locale.ROOT, "  %13s  %7.2f\n", Figures.of(epoch.learningRate()), epoch.seconds()));
        }
        if (stopReason != null) {
            text.append("ended early: ").append(stopReason).append('\n');
        }
        return text.toString();
    }

    private static int width(String name) {
        return Math.max(10, name.length());
    }
}
