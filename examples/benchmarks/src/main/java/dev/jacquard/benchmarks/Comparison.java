package dev.jacquard.benchmarks;

import java.util.List;
import java.util.Locale;

/** The table at the end of a comparison. */
final class Comparison {
    private Comparison() {
    }

    /** One row an engine, in the order given; the last column divides its time by the first engine's. */
    static String table(List<Result> results) {
        Result first = results.getFirst();
        StringBuilder table = new StringBuilder();
        for (Result result : results) {
            double ratio = result.cost() / first.cost();
            if (table.isEmpty()) {
                table.append(header(result, first.engine()));
            }
            table.append(switch (result) {
                case Result.Trained r -> String.format(Locale.ROOT, "%-10s %12.4f %12.0f %14.4f %12.2f×%n", r.engine(), r.msPerStep(),
                        r.samplesPerSecond(), r.testAccuracy(), ratio);
                case Result.Predicted r -> String.format(Locale.ROOT, "%-10s %16.2f %12.2f×%n", r.engine(), r.micros(), ratio);
            });
        }
        return table.toString();
    }

    private static String header(Result result, String reference) {
        String against = "÷ " + reference;
        return switch (result) {
            case Result.Trained r -> String.format(Locale.ROOT, "%n%s, batch %d, %d thread%s%n%-10s %12s %12s %14s %13s%n", r.workload().label(),
                    r.batch(), r.threads(), plural(r.threads()), "engine", "ms/step", "samples/s", "test accuracy", against);
            case Result.Predicted r -> String.format(Locale.ROOT, "%n%s, one sample, %d thread%s%n%-10s %16s %13s%n", r.workload().label(),
                    r.threads(), plural(r.threads()), "engine", "µs/prediction", against);
        };
    }

    private static String plural(int count) {
        return count == 1 ? "" : "s";
    }
}
