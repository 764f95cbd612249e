package dev.jacquard.gpucheck;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.jacquard.JacquardException;
import dev.jacquard.cuda.CudaProgram;
import dev.jacquard.cuda.Devices;
import dev.jacquard.cuda.LibraryChoice;
import dev.jacquard.io.Idx;
import dev.jacquard.network.Column;
import dev.jacquard.network.Engine;
import dev.jacquard.network.Network;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.Precision;
import dev.jacquard.network.Samples;
import dev.jacquard.network.Shape;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;

/** The command: parity with and without NVIDIA's libraries, microseconds a step, accuracy. */
public final class GpuCheck {
    /** The system property that says when libraries are used. */
    static final String LIBRARIES = "jacquard.cuda.libraries";
    private static final UpdateRule ADAM = new UpdateRule.Adam(0.9, 0.999, 1e-7, 0);
    private static final String STREAM = "jacquard.cuda.stream";
    private static final long START = System.nanoTime();
    private final Arena arena = Arena.ofShared();
    private final boolean emulated = Boolean.getBoolean("jacquard.cuda.emulate");
    private boolean good = true;

    private GpuCheck() {
    }

    /** Takes the folder of Fashion-MNIST's four files, or nothing. */
    public static void main(String[] arguments) {
        Devices devices = Devices.list();
        say("processor %s", devices.processor());
        if (devices.cards().isEmpty()) {
            say("no card: %s", devices.reason());
            System.exit(2);
        }
        devices.cards().forEach(card -> say("card %s", card));
        GpuCheck check = new GpuCheck();
        check.parity();
        if (!check.emulated) {
            check.speed();
            if (arguments.length > 0) {
                check.accuracy(Path.of(arguments[0]));
            }
        }
        check.arena.close();
        say("%s, %.1f s", check.good ? "all numbers agree" : "SOME NUMBERS DIFFER", (System.nanoTime() - START) / 1e9);
        System.exit(check.good ? 0 : 1);
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static NetworkSettings exact(Engine engine) {
        return new NetworkSettings(engine, 42, 0, Precision.EXACT);
    }

    // ---- parity ----

    private void parity() {
        for (String libraries : new String[] {"never", "always"}) {
            System.setProperty(LIBRARIES, libraries);
            say("%n%s, FP32", libraries.equals("never") ? "own kernels" : "cuBLASLt and cuDNN wherever they can");
            int batch = emulated ? 3 : 32;
            parity("mlp, persistent", MlpNetwork::create, true, batch, ADAM);
            parity("mlp, several row groups", MlpNetwork::create, true, emulated ? 4 : 256, ADAM);
            parity("mlp, step by step", MlpNetwork::create, true, batch, ADAM, 0.5);
            streamed(() -> parity("mlp, streamed", MlpNetwork::create, true, batch, ADAM));
            streamed(() -> parity("graph, streamed", GraphNetwork::create, false, batch, ADAM));
            parity("four layers, rmsprop", AnswersNetwork::create, false, batch, new UpdateRule.RmsProp(0.9, 0.5, 1e-7, true));
            parity("autoencoder, nesterov", AutoencoderNetwork::create, false, batch, new UpdateRule.Sgd(0.9, true));
            parity("graph of convolutions", GraphNetwork::create, false, batch, ADAM);
            parity("every epilogue", ProductsNetwork::create, false, batch, new UpdateRule.Sgd(0.9, false));
            parity("cnn", CnnNetwork::create, true, batch, new UpdateRule.Sgd(0.9, false));
            System.clearProperty(LIBRARIES);
        }
    }

    /** Data sets stay with the host meanwhile, though they would fit. */
    private static void streamed(Runnable check) {
        System.setProperty(STREAM, "true");
        try {
            check.run();
        } finally {
            System.clearProperty(STREAM);
        }
    }

    private void parity(String name, Function<NetworkSettings, ? extends Network> create, boolean bytes, int batch, UpdateRule rule) {
        parity(name, create, bytes, batch, rule, 0);
    }

    private void parity(String name, Function<NetworkSettings, ? extends Network> create, boolean bytes, int batch, UpdateRule rule,
            double globalClip) {
        try (Network cpu = create.apply(exact(Engine.CPU)); Network card = create.apply(exact(Engine.CUDA))) {
            Samples samples = RandomSamples.of(cpu.description(), emulated ? 20 : 2000, bytes, arena);
            TrainingSettings training = new TrainingSettings(rule, batch, 7, 0, 0, globalClip);
            Parity parity = Parity.of(cpu, card, samples, training, 6, 1e-3f);
            good &= parity.good();
            say("%-26s %s%s", name, parity, throughLibraries(card));
        } catch (JacquardException e) {
            good = false;
            say("%-26s FAILED: %s", name, e);
        }
    }

    /** Which operations libraries did, by the name of the library. */
    private static String throughLibraries(Network card) {
        if (!(card.program() instanceof CudaProgram program)) {
            return "";
        }
        Map<String, Long> counts = program.libraryChoices().stream().filter(LibraryChoice::taken)
                .collect(Collectors.groupingBy(LibraryChoice::library,
                        TreeMap::new, Collectors.counting()));
        return counts.isEmpty() ? "" : "  by libraries " + counts;
    }

    // ---- speed ----

    private void speed() {
        say("%nus a step; libraries where they are faster, and how many operations they do in TF32, the default");
        say("%-14s %10s %10s %10s %10s %10s %8s", "network", "batch", "own", "FP32", "TF32", "BF16", "taken");
        for (int batch : new int[] {32, 64, 256, 1024, 4096}) {
            speed("mlp", MlpNetwork::create, batch);
        }
        for (int batch : new int[] {32, 256, 2048}) {
            speed("wide", WideNetwork::create, batch);
        }
        for (int batch : new int[] {32, 128, 512, 2048}) {
            speed("cnn", CnnNetwork::create, batch);
        }
        for (int batch : new int[] {256, 2048}) {
            streamed(() -> speed("mlp, streamed", MlpNetwork::create, batch));
            streamed(() -> speed("cnn, streamed", CnnNetwork::create, batch));
        }
    }

    private void speed(String name, Function<NetworkSettings, ? extends Network> create, int batch) {
        try {
            Speed speed = Speed.of(create, batch, 61_440);
            say("%-14s %10d %s", name, batch, speed);
            System.out.print(speed.details());
        } catch (JacquardException e) {
            good = false;
            say("%-14s %10d FAILED: %s", name, batch, e);
        }
    }

    // ---- accuracy ----

    private void accuracy(Path folder) {
        Samples train = fashion(folder, "train");
        Samples test = fashion(folder, "t10k");
        accuracy("mlp", MlpNetwork::create, train, test);
        accuracy("cnn", CnnNetwork::create, train, test);
    }

    private static void accuracy(String name, Function<NetworkSettings, ? extends Network> create, Samples train, Samples test) {
        try (Network card = create.apply(new NetworkSettings(Engine.CUDA, 42, 0));
                Training training = card.program().training(TrainingSettings.of(ADAM, 32, 3), train)) {
            float[] rates = new float[train.size() / 32 + 1];
            Arrays.fill(rates, 1e-3f);
            Random random = new Random(2);
            int[] order = new int[train.size()];
            Arrays.setAll(order, i -> i);
            long start = System.nanoTime();
            for (int epoch = 0; epoch < 5; epoch++) {
                for (int i = order.length - 1; i > 0; i--) {
                    int j = random.nextInt(i + 1);
                    int kept = order[i];
                    order[i] = order[j];
                    order[j] = kept;
                }
                training.run(order, 0, order.length, epoch, rates, new Totals(1));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            Totals totals = new Totals(1);
            int[] all = new int[test.size()];
            Arrays.setAll(all, i -> i);
            card.program().infer(test, all, 0, all.length, totals);
            say("%s: 5 epochs of Fashion-MNIST in %.3f s, test accuracy %.4f", name, seconds, totals.accuracy(0));
        }
    }

    private static Samples fashion(Path folder, String part) {
        Idx images = Idx.read(folder.resolve(part + "-images-idx3-ubyte.gz"));
        Idx labels = Idx.read(folder.resolve(part + "-labels-idx1-ubyte.gz"));
        int rows = images.rows();
        MemorySegment numbers = Arena.ofAuto().allocate(4L * rows, 64);
        for (int i = 0; i < rows; i++) {
            numbers.setAtIndex(ValueLayout.JAVA_INT, i, labels.values().get(ValueLayout.JAVA_BYTE, i));
        }
        return new RandomSamples(rows, List.of(new Column.Bytes(images.values(), rows, Shape.of(28, 28), 1 / 255f, 0)), List.of(
                new Column.Labels(numbers, rows, Shape.of())));
    }
}
