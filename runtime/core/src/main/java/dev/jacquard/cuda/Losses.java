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
    private final Resources resources = new Resources();
    private final Description description;
    private final DeviceMemory memory;
    private final int rows;

    Losses(Gpu gpu, Description description, int rows) {
        this.description = description;
        this.rows = rows;
        memory = resources.own(gpu.allocate("losses", bytes(description, rows)));
        stride = 4L * rows * most(description);
    }

    /** Bytes of the card's memory for so many rows. */
    static long bytes(Description description, int rows) {
        return 8L * description.outputs().size() * rows * most(description);
    }

    private static int most(Description description) {
        return description.outputs().stream().mapToInt(Losses::each).max().orElse(1);
    }

    private final long stride;

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

    /** The launches that add the step's losses to the batch's sums. */
    List<Launch> accounts(KernelModule module, DeviceBatch batch, Arena arena) {
        List<Launch> launches = new ArrayList<>();
        List<OutputDescription> outputs = description.outputs();
        int last = outputs.size() - 1;
        while (last >= 0 && outputs.get(last).loss() == Loss.NONE) {
            last--;
        }
        for (int i = 0; i <= last; i++) {
            OutputDescription output = outputs.get(i);
            if (output.loss() != Loss.NONE) {
                launches.add(module.kernel("account_output").prepare(Grid.of(1, 256), 0, false, Arguments.of(arena, batch.memory(), i,
                        address("losses " + i), address("hits " + i), each(output), output.lossWeight(), i == last ? 1 : 0)));
            }
        }
        return launches;
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
