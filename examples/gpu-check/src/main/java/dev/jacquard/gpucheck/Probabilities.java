package dev.jacquard.gpucheck;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.DoubleStream;

import dev.jacquard.cpu.Kernels;
import dev.jacquard.cuda.Arguments;
import dev.jacquard.cuda.DeviceMemory;
import dev.jacquard.cuda.Gpu;
import dev.jacquard.cuda.Grid;
import dev.jacquard.cuda.KernelModule;
import dev.jacquard.cuda.kernel.KernelText;
import dev.jacquard.cuda.kernel.UpdateText;

/** The cross-entropies that no definition leads to, kernel against kernel: of probabilities with a label, and with a distribution. */
final class Probabilities {
    private static final String TEXT = "probabilities.cu";
    private static final int WIDTH = 37;
    private static final int ROWS = 13;
    private static final float SCALE = 1f / ROWS;
    private final Arena arena;
    private final Gpu gpu;
    private final KernelModule module;
    private final MemorySegment probabilities;

    private Probabilities(Arena arena, Gpu gpu, KernelModule module) {
        this.arena = arena;
        this.gpu = gpu;
        this.module = module;
        probabilities = shares(new Random(6));
    }

    /** The row's result on the card that is there. */
    static Report.Finding run() {
        String whole = String.join("\n", KernelText.PRELUDE.text(), KernelText.UPDATE.text(), KernelText.OPERATIONS.text(), text());
        try (Arena arena = Arena.ofShared();
                Gpu gpu = Gpu.open(0);
                KernelModule module = gpu.load("probabilities", whole, UpdateText.definitions(Check.ADAM, 0))) {
            Probabilities rows = new Probabilities(arena, gpu, module);
            double worst = Math.max(rows.labels(), rows.distributions());
            return new Report.Finding(worst <= Parity.LIMIT,
                    String.format(Locale.ROOT, "%9.1e  %s", worst, worst <= Parity.LIMIT ? "ok" : "DIFFERS"));
        }
    }

    /** The kernels, to stand behind the runtime's operations. */
    static String text() {
        try (InputStream in = Objects.requireNonNull(Probabilities.class.getResourceAsStream(TEXT), TEXT)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + TEXT, e);
        }
    }

    private double labels() {
        MemorySegment labels = arena.allocate(ValueLayout.JAVA_INT, ROWS);
        Random random = new Random(7);
        for (int row = 0; row < ROWS; row++) {
            labels.setAtIndex(ValueLayout.JAVA_INT, row, random.nextInt(WIDTH));
        }
        MemorySegment losses = floats(ROWS);
        MemorySegment gradient = floats(ROWS * WIDTH);
        Kernels.best().crossentropySparse(probabilities, labels, losses, gradient, 0, ROWS, WIDTH, SCALE);
        return difference("label_loss", labels, losses, gradient);
    }

    private double distributions() {
        MemorySegment targets = shares(new Random(8));
        MemorySegment losses = floats(ROWS);
        MemorySegment gradient = floats(ROWS * WIDTH);
        Kernels.best().crossentropy(probabilities, targets, losses, gradient, 0, ROWS, WIDTH, SCALE);
        return difference("distribution_loss", targets, losses, gradient);
    }

    /** The same by a kernel of the card. Hits are not looked at: the CPU counts them elsewhere. */
    private double difference(String kernel, MemorySegment targets, MemorySegment expectedLosses, MemorySegment expectedGradient) {
        try (DeviceMemory y = onCard(probabilities);
                DeviceMemory target = onCard(targets);
                DeviceMemory gradient = onCard(floats(ROWS * WIDTH));
                DeviceMemory losses = onCard(floats(ROWS));
                DeviceMemory hits = onCard(floats(ROWS))) {
            module.kernel(kernel).prepare(Grid.of(2, 256), 0, false, Arguments.of(arena, gradient, losses, hits, y, target, ROWS, SCALE)).queue(gpu
                    .stream());
            MemorySegment actualLosses = floats(ROWS);
            MemorySegment actualGradient = floats(ROWS * WIDTH);
            losses.download(actualLosses, gpu.stream());
            gradient.download(actualGradient, gpu.stream());
            gpu.stream().await();
            return Math.max(Parity.difference(expectedLosses, actualLosses), Parity.difference(expectedGradient, actualGradient));
        }
    }

    private DeviceMemory onCard(MemorySegment values) {
        DeviceMemory memory = gpu.allocate("rows of probabilities", values.byteSize());
        memory.upload(values, gpu.stream());
        return memory;
    }

    private MemorySegment floats(int count) {
        return arena.allocate(ValueLayout.JAVA_FLOAT, count);
    }

    /** Rows whose numbers add up to 1. */
    private MemorySegment shares(Random random) {
        MemorySegment values = floats(ROWS * WIDTH);
        for (int row = 0; row < ROWS; row++) {
            double[] parts = random.doubles(WIDTH, 0.1, 1).toArray();
            double sum = DoubleStream.of(parts).sum();
            for (int i = 0; i < WIDTH; i++) {
                values.setAtIndex(ValueLayout.JAVA_FLOAT, (long) row * WIDTH + i, (float) (parts[i] / sum));
            }
        }
        return values;
    }
}
