package dev.jacquard.cuda;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

import dev.jacquard.model.Loss;
import dev.jacquard.network.Description;
import dev.jacquard.network.OutputDescription;
import dev.jacquard.network.Totals;

/** The losses and hits of every output's rows on the card, and their sums. */
final class Losses implements AutoCloseable {
    /** Fields and bytes of the structure {@code Output} of the kernel text. */
    private static final int OUTPUT_FIELDS = 5;
    private static final long OUTPUT_BYTES = 32;
    /** The most threads of a block. */
    private static final int MOST_THREADS = 1024;
    private final Resources resources = new Resources();
    private final Description description;
    private final DeviceMemory memory;
    /** What the card must know of each output that has a loss. */
    private final DeviceMemory outputs;
    private final int outputCount;
    private final int rows;
    private final long stride;

    /**
     * Takes memory.
     *
     * @param rows  the most at once
     * @param arena how long the launches live
     */
    Losses(Gpu gpu, Description description, int rows, Arena arena) {
        this.description = description;
        this.rows = rows;
        try {
            memory = resources.own(gpu.allocate("losses", numbers(description, rows)));
            outputs = resources.own(gpu.allocate("losses", table(description)));
            stride = 4L * rows * most(description);
            List<Object> fields = new ArrayList<>();
            for (int i = 0; i < description.outputs().size(); i++) {
                OutputDescription output = description.outputs().get(i);
                if (output.loss() != Loss.NONE) {
                    fields.addAll(List.of(address("losses " + i), address("hits " + i), output.lossWeight(), i, each(output)));
                }
            }
            outputCount = fields.size() / OUTPUT_FIELDS;
            outputs.upload(Arguments.structure(arena, fields.toArray()), gpu.stream());
        } catch (RuntimeException e) {
            resources.close();
            throw e;
        }
    }

    /** Bytes of the card's memory for so many rows. */
    static long bytes(Description description, int rows) {
        return numbers(description, rows) + table(description);
    }

    private static long numbers(Description description, int rows) {
        return 8L * description.outputs().size() * rows * most(description);
    }

    private static long table(Description description) {
        return OUTPUT_BYTES * description.outputs().size();
    }

    private static int most(Description description) {
        return description.outputs().stream().mapToInt(Losses::each).max().orElse(1);
    }

    /** Losses in a row of an output. */
    static int each(OutputDescription output) {
        return output.shape().size() / output.shape().last();
    }

    /** The address of {@code losses 0}, {@code hits 0} and so on. */
    long address(String operand) {
        int space = operand.indexOf(' ');
        int output = Integer.parseInt(operand, space + 1, operand.length(), 10);
        return memory.value() + (2L * output + (operand.startsWith("hits") ? 1 : 0)) * stride;
    }

    /**
     * The launch that ends a step: adds its losses to the batch's sums.
     *
     * @param rates     those of all steps, with which it begins the next one; 0 where there is none
     * @param batchSize rows of a step
     */
    Launch account(KernelModule module, DeviceBatch batch, Arena arena, long rates, int batchSize) {
        int threads = Math.ceilDiv(Math.clamp((long) rows * most(description), 1, MOST_THREADS), 32) * 32;
        return module.kernel("account_step").prepare(Grid.of(1, threads), 0, false, Arguments.of(arena, batch.memory(), outputs, outputCount, rates,
                batchSize));
    }

    /** Hands the sums of a run on. */
    void report(DeviceBatch batch, int runRows, int lastRows, Totals totals) {
        double last = batch.lastLoss() * lastRows;
        if (runRows > lastRows) {
            totals.addStep(runRows - lastRows, (batch.loss() - last) / (runRows - lastRows));
        }
        totals.addStep(lastRows, batch.lastLoss());
        for (int i = 0; i < description.outputs().size(); i++) {
            if (description.outputs().get(i).loss() != Loss.NONE) {
                totals.addOutput(i, batch.outputLoss(i), batch.outputHits(i));
            }
        }
    }

    int rows() {
        return rows;
    }

    @Override
    public void close() {
        resources.close();
    }
}
