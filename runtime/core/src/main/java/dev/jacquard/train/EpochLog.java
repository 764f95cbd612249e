package dev.jacquard.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What one epoch came to.
 *
 * @param epoch        counts from 1
 * @param values       loss, metrics and, where there is validation data, the same with {@code val_} in front; in that order
 * @param learningRate of the epoch's last step
 * @param seconds      that the epoch took, validation included
 */
public record EpochLog(int epoch, Map<String, Double> values, double learningRate, double seconds) {
    /** Keeps its own copy, in the same order. */
    public EpochLog {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The training loss. */
    public double loss() {
        return value("loss");
    }

    /**
     * The value of that name.
     *
     * @throws IllegalArgumentException naming the values there are
     */
    public double value(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("an epoch has no value '" + name + "'; it has " + values.keySet());
        }
        return value;
    }

    /** One line: {@code epoch 3: loss 0.3301, accuracy 0.8812 (1.20 s)}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("epoch ").append(epoch);
        String separator = ": ";
        for (Map.Entry<String, Double> value : values.entrySet()) {
            text.append(separator).append(value.getKey()).append(' ').append(Figures.of(value.getValue()));
            separator = ", ";
        }
        return text.append(String.format(Locale.ROOT, " (%.2f s)", seconds)).toString();
    }
}
