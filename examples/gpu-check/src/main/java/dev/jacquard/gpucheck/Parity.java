package dev.jacquard.gpucheck;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import dev.jacquard.network.Description;
import dev.jacquard.network.Program;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;

/**
 * The largest differences between a card and the CPU; NaN, which is not good, where either has a NaN.
 *
 * @param values      of every layer
 * @param predictions of some rows at once, of fewer rows in the same memory, and of one row
 * @param scores      losses and accuracies of predictions
 * @param gradients   of the first step
 * @param losses      and accuracies of a training
 * @param parameters  and the optimizer's state after the training
 */
record Parity(double values, double predictions, double scores, double gradients, double losses, double parameters) {
    /** What differences of 32-bit arithmetic in another order may come to. */
    static final double LIMIT = 1e-4;
    private static final int ROWS = 19;
    private static final float RATE = 1e-3f;

    /** Compares two programs with the same parameters, which a training of so many steps changes. */
    static Parity of(Program cpu, Program card, Samples samples, TrainingSettings settings, int steps) {
        int batch = settings.batchSize();
        int[] looked = new Random(3).ints(ROWS, 0, samples.size()).toArray();
        double values = values(cpu, card, samples, looked);
        int outputs = cpu.description().outputs().size();
        Totals expected = new Totals(outputs);
        Totals actual = new Totals(outputs);
        double predictions = predictions(cpu, card, samples, looked, expected, actual);
        double scores = difference(expected, actual, outputs);
        try (Training one = cpu.training(settings, samples); Training other = card.training(settings, samples)) {
            // The last batch is a smaller one.
            int[] order = new Random(4).ints((long) steps * batch - batch / 3, 0, samples.size()).toArray();
            float[] rates = new float[steps];
            Arrays.fill(rates, RATE);
            expected.clear();
            actual.clear();
            // One step first, for its gradients, then the rest at once.
            one.run(order, 0, batch, 0, rates, expected);
            other.run(order, 0, batch, 0, rates, actual);
            double gradients = difference(cut(one.gradients(), settings), cut(other.gradients(), settings));
            one.run(order, batch, order.length, 0, rates, expected);
            other.run(order, batch, order.length, 0, rates, actual);
            double losses = worst(difference(expected, actual, outputs), difference(expected, actual, Totals::loss), difference(expected, actual,
                    Totals::lastLoss));
            card.synchronize();
            double parameters = difference(cpu.parameters().memory(), card.parameters().memory());
            for (int slot = 0; slot < settings.rule().slots(); slot++) {
                parameters = worst(parameters, difference(one.slot(slot), other.slot(slot)));
            }
            return new Parity(values, predictions, scores, gradients, losses, parameters);
        }
    }

    private static double values(Program cpu, Program card, Samples samples, int[] order) {
        cpu.inspect(samples, order, 0, ROWS);
        card.inspect(samples, order, 0, ROWS);
        return cpu.description().layers().stream().mapToDouble(layer -> difference(cpu.value(layer.name()).memory(), card.value(layer.name())
                .memory())).reduce(0, Parity::worst);
    }

    private static double predictions(Program cpu, Program card, Samples samples, int[] order, Totals expected, Totals actual) {
        double difference = 0;
        for (int from : new int[] {0, 5}) {
            cpu.infer(samples, order, from, ROWS, expected);
            card.infer(samples, order, from, ROWS, actual);
            difference = worst(difference, IntStream.range(0, cpu.description().outputs().size()).mapToDouble(output -> difference(cpu.output(
                    output), card.output(output))).reduce(0, Parity::worst));
        }
        return cpu.description().inputs().size() == 1 ? worst(difference, ofOneRow(cpu, card)) : difference;
    }

    private static double ofOneRow(Program cpu, Program card) {
        Description description = cpu.description();
        Random random = new Random(5);
        float[] row = new float[description.inputs().getFirst().shape().size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = random.nextFloat();
        }
        float[] expected = new float[description.outputs().getFirst().shape().size()];
        float[] actual = new float[expected.length];
        cpu.predict(row, expected);
        card.predict(row, actual);
        return difference(MemorySegment.ofArray(expected), MemorySegment.ofArray(actual));
    }

    private static double difference(Totals expected, Totals actual, int outputs) {
        double difference = difference(expected, actual, Totals::rows);
        for (int i = 0; i < outputs; i++) {
            int output = i;
            difference = worst(difference, difference(expected, actual, totals -> totals.loss(output)), difference(expected, actual, totals -> totals
                    .accuracy(output)));
        }
        return difference;
    }

    private static double difference(Totals expected, Totals actual, ToDoubleFunction<Totals> number) {
        return Math.abs(number.applyAsDouble(expected) - number.applyAsDouble(actual));
    }

    /** Gradients cut to the clipping value, which the CPU has done already and a card does while it changes parameters. */
    private static MemorySegment cut(MemorySegment gradients, TrainingSettings settings) {
        if (settings.clipValue() == 0) {
            return gradients;
        }
        float limit = (float) settings.clipValue();
        float[] values = gradients.toArray(ValueLayout.JAVA_FLOAT);
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.clamp(values[i], -limit, limit);
        }
        return MemorySegment.ofArray(values);
    }

    /** The largest difference of two arrays of floats; infinite where one is longer. */
    static double difference(MemorySegment expected, MemorySegment actual) {
        if (expected.byteSize() != actual.byteSize()) {
            return Double.POSITIVE_INFINITY;
        }
        double worst = 0;
        for (long at = 0; at < expected.byteSize(); at += Float.BYTES) {
            worst = Math.max(worst, Math.abs(expected.get(ValueLayout.JAVA_FLOAT, at) - actual.get(ValueLayout.JAVA_FLOAT, at)));
        }
        return worst;
    }

    /** {@link Math#max} keeps a NaN, as comparisons do not. */
    private static double worst(double... differences) {
        return DoubleStream.of(differences).reduce(0, Math::max);
    }

    boolean good() {
        return worst(values, predictions, scores, gradients, losses, parameters) <= LIMIT;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%9.1e %9.1e %9.1e %9.1e %9.1e %9.1e  %s", values, predictions, scores, gradients, losses, parameters,
                good() ? "ok" : "DIFFERS");
    }
}
