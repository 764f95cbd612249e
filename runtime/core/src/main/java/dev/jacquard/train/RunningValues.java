package dev.jacquard.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import dev.jacquard.evaluate.Metric;
import dev.jacquard.evaluate.ValueNames;
import dev.jacquard.model.Loss;
import dev.jacquard.network.Description;
import dev.jacquard.network.OutputDescription;
import dev.jacquard.network.Totals;

/** The values an engine sums up while it trains: means over the epoch so far. What it does not sum up is measured after the epoch. */
final class RunningValues {
    private final List<String> names = new ArrayList<>();
    private final List<ToDoubleFunction<Totals>> readings = new ArrayList<>();
    private final List<Metric> measured = new ArrayList<>();

    RunningValues(Description description, List<Metric> metrics) {
        int outputs = description.outputs().size();
        add(ValueNames.LOSS, Totals::loss);
        for (int index = 0; index < outputs; index++) {
            int output = index;
            if (outputs > 1) {
                add(ValueNames.of(description, output, ValueNames.LOSS), totals -> totals.loss(output));
            }
            for (Metric metric : metrics) {
                if (metric.misfit(description.outputs().get(output)) == null) {
                    addMetric(description, output, metric);
                }
            }
        }
    }

    private void addMetric(Description description, int output, Metric metric) {
        OutputDescription about = description.outputs().get(output);
        String name = ValueNames.of(description, output, metric.key());
        if (metric == Metric.ACCURACY) {
            add(name, totals -> totals.accuracy(output));
        } else if (metric == Metric.MEAN_SQUARED_ERROR && about.loss() == Loss.MEAN_SQUARED_ERROR) {
            add(name, totals -> totals.loss(output));
        } else if (!measured.contains(metric)) {
            measured.add(metric);
        }
    }

    private void add(String name, ToDoubleFunction<Totals> reading) {
        names.add(name);
        readings.add(reading);
    }

    int count() {
        return names.size();
    }

    String name(int index) {
        return names.get(index);
    }

    double value(int index, Totals totals) {
        return readings.get(index).applyAsDouble(totals);
    }

    List<String> names() {
        return List.copyOf(names);
    }

    /** Metrics that no engine sums up. */
    List<Metric> measured() {
        return List.copyOf(measured);
    }

    void putAll(Totals totals, Map<String, Double> values) {
        for (int index = 0; index < names.size(); index++) {
            values.put(names.get(index), value(index, totals));
        }
    }
}
