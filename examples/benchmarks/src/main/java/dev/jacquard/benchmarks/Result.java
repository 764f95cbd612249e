package dev.jacquard.benchmarks;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What one engine reached in one run: the last line that a run prints, and what a comparison reads back from it. */
public sealed interface Result {
    /** The engine's name. */
    String engine();

    /** What a comparison divides: less is better. */
    double cost();

    /** One line of {@code key=value} pairs after the workload's name. */
    String line();

    /**
     * A run of training.
     *
     * @param msPerStep    milliseconds of one step
     * @param testAccuracy share of the test samples, 0 … 1
     */
    record Trained(Workload workload, String engine, int batch, int threads, double msPerStep, double testAccuracy) implements Result {
        /** Training samples in one second, as long as steps take whole batches. */
        public double samplesPerSecond() {
            return batch * 1e3 / msPerStep;
        }

        /** Billions of floating-point operations in one second, counted as {@link Workload#flopsPerStep} does. */
        public double gigaflops() {
            return workload.flopsPerStep(batch) / msPerStep / 1e6;
        }

        @Override
        public double cost() {
            return msPerStep;
        }

        @Override
        public String line() {
            return String.format(Locale.ROOT, "%s engine=%s batch=%d threads=%d ms_per_step=%.4f samples_per_s=%.0f test_accuracy=%.4f",
                    workload.label(), engine, batch, threads, msPerStep, samplesPerSecond(), testAccuracy);
        }
    }

    /**
     * A run of single predictions.
     *
     * @param micros microseconds of one
     */
    record Predicted(Workload workload, String engine, int threads, double micros) implements Result {
        @Override
        public double cost() {
            return micros;
        }

        @Override
        public String line() {
            return String.format(Locale.ROOT, "%s engine=%s threads=%d us_per_prediction=%.2f", workload.label(), engine, threads, micros);
        }
    }

    /**
     * Reads what {@link #line} wrote.
     *
     * @throws IllegalArgumentException when it is no such line
     */
    static Result parse(String line) {
        try {
            String[] words = line.strip().split(" ");
            Workload workload = Workload.of(words[0]);
            Map<String, String> values = Stream.of(words).skip(1).map(word -> word.split("=", 2))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
            String engine = value(values, "engine");
            int threads = Integer.parseInt(value(values, "threads"));
            if (values.containsKey("us_per_prediction")) {
                return new Predicted(workload, engine, threads, Double.parseDouble(value(values, "us_per_prediction")));
            }
            return new Trained(workload, engine, Integer.parseInt(value(values, "batch")), threads,
                    Double.parseDouble(value(values, "ms_per_step")), Double.parseDouble(value(values, "test_accuracy")));
        } catch (UnknownNameException | ArrayIndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not a result line: '" + line + "'", e);
        }
    }

    private static String value(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value;
    }
}
