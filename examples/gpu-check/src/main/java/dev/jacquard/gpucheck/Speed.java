package dev.jacquard.gpucheck;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

import dev.jacquard.cuda.CudaProgram;
import dev.jacquard.cuda.LibraryChoice;
import dev.jacquard.network.Engine;
import dev.jacquard.network.FloatFormat;
import dev.jacquard.network.Network;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.Precision;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;

/**
 * Microseconds a step of one network and batch size: on own kernels, and with NVIDIA's libraries where they are faster.
 *
 * @param own    on own kernels alone
 * @param exact  with libraries in FP32
 * @param chosen with libraries in TF32, which is what a program gets that says nothing
 * @param half   with libraries in BF16
 * @param table  what was decided for each operation in TF32
 */
record Speed(double own, double exact, double chosen, double half, List<LibraryChoice> table) {
    private record Measured(double microseconds, List<LibraryChoice> choices) {
    }

    static Speed of(Net net, int batch, int rows) {
        Measured own = measure(net, batch, rows, "never", FloatFormat.FP32);
        Measured exact = measure(net, batch, rows, "timed", FloatFormat.FP32);
        Measured chosen = measure(net, batch, rows, "timed", Precision.DEFAULT.compute());
        Measured half = measure(net, batch, rows, "timed", FloatFormat.BF16);
        return new Speed(own.microseconds, exact.microseconds, chosen.microseconds, half.microseconds, chosen.choices);
    }

    private static Measured measure(Net net, int batch, int rows, String libraries, FloatFormat format) {
        try (var _ = Settings.LIBRARIES.to(libraries);
                Network card = net.create(new NetworkSettings(Engine.CUDA, 42, 0, new Precision(format, FloatFormat.FP32)));
                Arena memory = Arena.ofShared()) {
            Samples samples = RandomSamples.of(card.description(), rows, true, memory);
            int steps = Math.ceilDiv(rows, batch);
            float[] rates = new float[steps];
            Arrays.fill(rates, 1e-3f);
            int[] order = new Random(1).ints(rows, 0, rows).toArray();
            try (Training training = card.program().training(TrainingSettings.of(Check.ADAM, batch, 3), samples)) {
                double best = Double.MAX_VALUE;
                for (int repeat = 0; repeat < 4; repeat++) {
                    long start = System.nanoTime();
                    training.run(order, 0, rows, repeat, rates, new Totals(1));
                    best = Math.min(best, (System.nanoTime() - start) / 1e3 / steps);
                }
                return new Measured(best, card.program() instanceof CudaProgram program ? program.libraryChoices() : List.of());
            }
        }
    }

    /** How many operations libraries do, of those they could. */
    private String taken() {
        return table.stream().filter(LibraryChoice::taken).count() + "/" + table.size();
    }

    /** A line for each operation that was timed. */
    private String details() {
        return table.stream().filter(choice -> choice.kernelMicroseconds() > 0).map(choice -> "\n    " + choice).collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%9.2f %9.2f %9.2f %9.2f %9s", own, exact, chosen, half, taken()) + details();
    }
}
