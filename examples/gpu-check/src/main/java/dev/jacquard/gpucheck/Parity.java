package dev.jacquard.gpucheck;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

import dev.jacquard.network.Network;
import dev.jacquard.network.Program;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;

/** The largest differences between a card and the CPU: in every layer's value, in gradients, and after a whole training. */
record Parity(double values, double gradients, double losses, double parameters) {
    /** What differences of 32-bit arithmetic may come to. */
    private static final double LIMIT = 1e-4;

    static Parity of(Network cpu, Network card, Samples samples, TrainingSettings settings, int steps, float rate) {
        int[] order = new Random(4).ints((long) steps * settings.batchSize() - 3, 0, samples.size()).toArray();
        double values = 0;
        Program one = cpu.program();
        Program other = card.program();
        int looked = Math.min(16, order.length);
        one.inspect(samples, order, 0, looked);
        other.inspect(samples, order, 0, looked);
        for (var layer : cpu.description().layers()) {
            values = Math.max(values, difference(one.value(layer.name()).memory(), other.value(layer.name()).memory()));
        }
        try (Training first = one.training(settings, samples); Training second = other.training(settings, samples)) {
            float[] rates = new float[steps];
            Arrays.fill(rates, rate);
            first.run(order, 0, settings.batchSize(), 0, rates, new Totals(1));
            second.run(order, 0, settings.batchSize(), 0, rates, new Totals(1));
            double gradients = difference(first.gradients(), second.gradients());
            Totals expected = new Totals(1);
            Totals actual = new Totals(1);
            first.run(order, settings.batchSize(), order.length, 0, rates, expected);
            second.run(order, settings.batchSize(), order.length, 0, rates, actual);
            other.synchronize();
            return new Parity(values, gradients, Math.max(Math.abs(expected.loss() - actual.loss()), Math.abs(expected.lastLoss() - actual
                    .lastLoss())), difference(one.parameters().memory(), other.parameters().memory()));
        }
    }

    boolean good() {
        // Adam divides by the root of tiny numbers in its first steps: parameters may be a few times further apart than gradients.
        return values <= LIMIT && gradients <= LIMIT && losses <= LIMIT && parameters <= 5 * LIMIT;
    }

    private static double difference(MemorySegment expected, MemorySegment actual) {
        double worst = 0;
        for (long i = 0; i < expected.byteSize() / Float.BYTES; i++) {
            double apart = Math.abs(expected.getAtIndex(ValueLayout.JAVA_FLOAT, i) - actual.getAtIndex(ValueLayout.JAVA_FLOAT, i));
            worst = apart <= worst ? worst : apart;
        }
        return worst;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "values %.1e  gradients %.1e  losses %.1e  parameters %.1e  %s", values, gradients, losses, parameters,
                good() ? "ok" : "DIFFERS");
    }
}
