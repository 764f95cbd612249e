package dev.jacquard.benchmarks;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;

/** The clock, the same for every engine. */
final class Measurement {
    private static final int WARM_UP_PREDICTIONS = 5_000;
    private static final int PREDICTIONS = 20_000;
    private static final long PREDICTION_NANOS = 2_000_000_000;

    private Measurement() {
    }

    /**
     * Trains for some epochs. An epoch's time is divided by its steps; the first epoch warms up and counts only when it is the only one; the
     * result is the median of the others.
     *
     * @param progress receives one line an epoch
     */
    static Result.Trained train(Engine engine, String name, Task task, int epochs, PrintStream progress) {
        double[] msPerStep = new double[epochs];
        for (int epoch = 0; epoch < epochs; epoch++) {
            long start = System.nanoTime();
            double loss = engine.trainEpoch();
            msPerStep[epoch] = (System.nanoTime() - start) / 1e6 / task.stepsPerEpoch();
            progress.printf(Locale.ROOT, "%s epoch %d/%d: loss %.4f, %.4f ms a step%s%n", name, epoch + 1, epochs, loss, msPerStep[epoch],
                    epoch == 0 && epochs > 1 ? " (warm-up, not counted)" : "");
        }
        double counted = median(epochs == 1 ? msPerStep : Arrays.copyOfRange(msPerStep, 1, epochs));
        return new Result.Trained(task.workload(), name, task.batch(), task.threads(), counted, engine.testAccuracy());
    }

    /**
     * Predicts single samples of the test set, one after the other, and takes the median time of one. The first ones warm up and are not
     * counted. A slow engine gets fewer: two seconds to warm up and two to measure are the most.
     */
    static Result.Predicted predict(Engine engine, String name, Task task) {
        predictions(engine, name, task, WARM_UP_PREDICTIONS);
        return new Result.Predicted(task.workload(), name, task.threads(), median(predictions(engine, name, task, PREDICTIONS)));
    }

    /** Microseconds of each. */
    private static double[] predictions(Engine engine, String name, Task task, int most) {
        double[] micros = new double[most];
        long end = System.nanoTime() + PREDICTION_NANOS;
        int done = 0;
        while (done < most && System.nanoTime() < end) {
            float[] sample = task.test().row(done % task.test().size());
            long start = System.nanoTime();
            int predicted = engine.predict(sample);
            micros[done++] = (System.nanoTime() - start) / 1e3;
            if (predicted < 0 || predicted >= Workload.CLASSES) {
                throw new IllegalStateException(name + " predicted class " + predicted);
            }
        }
        return Arrays.copyOf(micros, done);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
