package dev.jacquard.gpucheck;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;

import dev.jacquard.cuda.Devices;

/** The command: parity with and without NVIDIA's libraries, microseconds a step, the start, accuracy. */
public final class GpuCheck {
    /** Seconds that a row may take. */
    static final String LIMIT = "jacquard.gpucheck.limit";
    private static final String EMULATE = "jacquard.cuda.emulate";
    private static final int NO_CARD = 2;
    private static final int ROWS = 61_440;
    /** Twice this is less than a row may take: a process that never answers must not outlive this one. */
    private static final Duration START_LIMIT = Duration.ofSeconds(25);
    private final Report report;
    private final boolean emulated = Boolean.getBoolean(EMULATE);

    private GpuCheck() {
        Duration limit = Duration.ofSeconds(Long.getLong(LIMIT, emulated ? 1800 : 60));
        report = new Report(System.out, new Watchdog(limit, System.out, Runtime.getRuntime()::halt));
    }

    /** Takes the folder of Fashion-MNIST's four files, or nothing. */
    public static void main(String[] arguments) {
        long start = System.nanoTime();
        GpuCheck check = new GpuCheck();
        Devices devices = Devices.list();
        check.report.say("processor %s, Java %s", devices.processor(), Runtime.version());
        if (devices.cards().isEmpty()) {
            check.report.say("no card: %s", devices.reason());
            System.exit(NO_CARD);
        }
        devices.cards().forEach(card -> check.report.say("card %s", card));
        check.parity();
        if (!check.emulated) {
            check.speed();
            check.start();
            if (arguments.length > 0) {
                check.accuracy(Path.of(arguments[0]));
            }
        }
        boolean good = check.report.good();
        check.report.say("%n%s, %.1f s", good ? "all numbers agree" : "SOME NUMBERS DIFFER OR ROWS FAILED", (System.nanoTime() - start) / 1e9);
        System.exit(good ? 0 : 1);
    }

    private void parity() {
        for (String libraries : new String[] {"never", "always"}) {
            report.say("%nlargest differences from the CPU engine in FP32, %s; at most %.0e is ok", libraries.equals("never") ? "own kernels"
                    : "cuBLASLt and cuDNN wherever they can", Parity.LIMIT);
            report.say("%-30s%9s %9s %9s %9s %9s %9s", "", "values", "predicted", "scores", "gradients", "losses", "parameters");
            try (var _ = Settings.LIBRARIES.to(libraries)) {
                Check.all(emulated).forEach(check -> report.row(check.name(), check::run));
            }
        }
    }

    private void speed() {
        report.say("%nus a step; libraries where they are faster, and how many operations they do in TF32, the default");
        report.say("%-30s%9s %9s %9s %9s %9s", "", "own", "FP32", "TF32", "BF16", "taken");
        for (int batch : new int[] {32, 64, 256, 1024, 4096}) {
            speed("mlp", Net.MLP, batch);
        }
        try (var _ = Settings.PERSISTENT.to("never")) {
            for (int batch : new int[] {32, 256, 4096}) {
                speed("mlp by graphs", Net.MLP, batch);
            }
        }
        for (int batch : new int[] {32, 256, 2048}) {
            speed("wide", Net.WIDE, batch);
        }
        for (int batch : new int[] {32, 128, 512, 2048}) {
            speed("cnn", Net.CNN, batch);
        }
        try (var _ = Settings.STREAM.to("true")) {
            for (int batch : new int[] {256, 2048}) {
                speed("mlp, streamed", Net.MLP, batch);
                speed("cnn, streamed", Net.CNN, batch);
            }
        }
    }

    private void speed(String name, Net net, int batch) {
        report.row(name + " b" + batch, () -> new Report.Finding(true, Speed.of(net, batch, ROWS).toString()));
    }

    private void start() {
        report.say("%nfrom the start of a JVM to the end of the first step");
        report.row("mlp b32",
                () -> new Report.Finding(true, Start.of(ManagementFactory.getRuntimeMXBean().getInputArguments(), START_LIMIT).toString()));
    }

    private void accuracy(Path folder) {
        report.say("%naccuracy on the test set of Fashion-MNIST, in TF32");
        for (Net net : new Net[] {Net.MLP, Net.CNN}) {
            report.row(net.definition() + " b32", () -> new Report.Finding(true, Accuracy.of(net, folder).toString()));
        }
    }
}
