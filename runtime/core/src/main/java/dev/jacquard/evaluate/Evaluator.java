package dev.jacquard.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.jacquard.network.Column;
import dev.jacquard.network.Description;
import dev.jacquard.network.Network;
import dev.jacquard.network.OutputDescription;
import dev.jacquard.network.Program;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Totals;

/** Runs a network over data with targets, in inference mode, and compares. */
public final class Evaluator {
    private final Network network;
    private final List<Metric> metrics;

    /** An evaluator that reports the loss and these metrics, each for the outputs it fits. */
    public Evaluator(Network network, List<Metric> metrics) {
        this.network = network;
        this.metrics = List.copyOf(metrics);
    }

    /** The names of the values it reports, in order. */
    public List<String> names() {
        List<String> names = new ArrayList<>(List.of(ValueNames.LOSS));
        Description description = network.description();
        for (int output = 0; output < description.outputs().size(); output++) {
            if (description.outputs().size() > 1) {
                names.add(ValueNames.of(description, output, ValueNames.LOSS));
            }
            for (Metric metric : metrics) {
                if (metric.misfit(description.outputs().get(output)) == null) {
                    names.add(ValueNames.of(description, output, metric.key()));
                }
            }
        }
        return names;
    }

    /** Everything about the rows {@code order[from … to)}, confusion matrices included. */
    public Evaluation evaluate(Samples samples, int[] order, int from, int to) {
        List<OutputMeter> meters = meters(true);
        Map<String, Double> values = run(samples, order, from, to, meters);
        Map<String, ConfusionMatrix> confusions = new LinkedHashMap<>();
        for (int output = 0; output < meters.size(); output++) {
            ConfusionMatrix confusion = meters.get(output).confusion();
            if (confusion != null) {
                confusions.put(network.description().outputs().get(output).name(), confusion);
            }
        }
        return new Evaluation(to - from, values, confusions);
    }

    /** Loss and metrics of the rows {@code order[from … to)} by {@linkplain #names() name}. */
    public Map<String, Double> values(Samples samples, int[] order, int from, int to) {
        return run(samples, order, from, to, meters(false));
    }

    private List<OutputMeter> meters(boolean confusing) {
        List<OutputMeter> meters = new ArrayList<>();
        for (OutputDescription output : network.description().outputs()) {
            meters.add(new OutputMeter(output, confusing));
        }
        return meters;
    }

    private Map<String, Double> run(Samples samples, int[] order, int from, int to, List<OutputMeter> meters) {
        Program program = network.program();
        List<Column> targets = samples.targets();
        Totals totals = new Totals(meters.size());
        int batch = network.inferenceBatch();
        for (int first = from; first < to; first += batch) {
            int end = Math.min(to, first + batch);
            program.infer(samples, order, first, end, totals);
            for (int output = 0; output < meters.size(); output++) {
                meters.get(output).add(program.output(output), targets.get(output), order, first, end);
            }
        }
        return collect(totals, meters);
    }

    private Map<String, Double> collect(Totals totals, List<OutputMeter> meters) {
        Description description = network.description();
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(ValueNames.LOSS, totals.loss());
        for (int output = 0; output < meters.size(); output++) {
            if (meters.size() > 1) {
                values.put(ValueNames.of(description, output, ValueNames.LOSS), totals.loss(output));
            }
            for (Metric metric : metrics) {
                if (metric.misfit(description.outputs().get(output)) == null) {
                    values.put(ValueNames.of(description, output, metric.key()), meters.get(output).value(metric));
                }
            }
        }
        return values;
    }
}
