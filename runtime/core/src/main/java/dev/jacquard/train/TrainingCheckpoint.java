package dev.jacquard.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.jacquard.DataException;
import dev.jacquard.JacquardException;
import dev.jacquard.io.NumberType;
import dev.jacquard.io.Safetensors;
import dev.jacquard.io.SafetensorsSpec;
import dev.jacquard.network.Checkpoint;
import dev.jacquard.network.Description;
import dev.jacquard.network.Network;
import dev.jacquard.network.ParameterDescription;

import org.jspecify.annotations.Nullable;

/**
 * A whole training in a safetensors file: the parameters, for every trainable one the arrays its optimizer keeps
 * ({@code optimizer/0/hidden.kernel}), and counters in the metadata.
 */
final class TrainingCheckpoint {
    private static final String OPTIMIZER = "optimizer";
    private static final String STEP = "step";
    private static final String EPOCHS = "epochs";
    private static final String PASSES = "passes";
    private static final String SEED = "seed";

    private TrainingCheckpoint() {
    }

    static void save(Path path, Network network, OptimizerSettings optimizer, TrainingPosition position) {
        Checkpoint.save(path, network.parameters(), file -> {
            file.metadata(EPOCHS, String.valueOf(position.epochs())).metadata(PASSES, String.valueOf(position.passes()))
                    .metadata(SEED, String.valueOf(network.settings().seed()));
            OptimizerState state = position.optimizer();
            if (state != null) {
                file.metadata(OPTIMIZER, optimizer.name()).metadata(STEP, String.valueOf(state.step()));
                for (int slot = 0; slot < state.slots().size(); slot++) {
                    write(file, slot, state.slots().get(slot), network.description());
                }
            }
        });
    }

    private static void write(SafetensorsSpec file, int slot, MemorySegment memory, Description description) {
        for (ParameterDescription parameter : description.parameters()) {
            if (parameter.trainable()) {
                long[] dimensions = parameter.shape().dimensions().stream().mapToLong(Integer::longValue).toArray();
                file.floats(name(slot, parameter), part(memory, parameter), dimensions);
            }
        }
    }

    /** Reads everything before it changes anything. */
    static TrainingPosition load(Path path, Network network, OptimizerSettings optimizer) {
        try (Safetensors file = Safetensors.open(path)) {
            Checkpoint.check(file, network.description());
            int epochs = (int) counter(file, EPOCHS);
            int passes = (int) counter(file, PASSES);
            OptimizerState state = file.metadata().containsKey(STEP) ? state(file, network.description(), optimizer) : null;
            compareSeeds(file, network);
            Checkpoint.read(file, network.parameters());
            network.program().parametersChanged();
            return new TrainingPosition(state, epochs, passes);
        }
    }

    /** Another seed is no mistake, but the training then goes another way than it would have gone. */
    private static void compareSeeds(Safetensors file, Network network) {
        String stored = file.metadata().get(SEED);
        String here = String.valueOf(network.settings().seed());
        if (stored != null && !stored.equals(here)) {
            System.getLogger(TrainingCheckpoint.class.getName()).log(System.Logger.Level.WARNING,
                    "{0} was saved while training with seed {1}, but this network has {2}: dropout and the order of rows will differ from those of "
                            + "an uninterrupted training; say create(n -> n.seed({1})) to go on exactly",
                    file.path(), stored, here);
        }
    }

    private static OptimizerState state(Safetensors file, Description description, OptimizerSettings optimizer) {
        String stored = file.metadata().get(OPTIMIZER);
        if (!optimizer.name().equals(stored)) {
            throw new JacquardException(file.path() + " was saved while training with " + stored + ", but this trainer was compiled with "
                    + optimizer.name() + "; compile with the same optimizer, or take the weights alone with network.load(path)");
        }
        List<MemorySegment> slots = new ArrayList<>();
        for (int slot = 0; slot < optimizer.rule().slots(); slot++) {
            MemorySegment memory = Arena.ofAuto().allocate(Math.max(64, Float.BYTES * description.trainableSize()), 64);
            for (ParameterDescription parameter : description.parameters()) {
                if (parameter.trainable()) {
                    read(file, name(slot, parameter), parameter, memory);
                }
            }
            slots.add(memory.asSlice(0, Float.BYTES * description.trainableSize()));
        }
        return new OptimizerState(counter(file, STEP), slots);
    }

    private static void read(Safetensors file, String name, ParameterDescription parameter, MemorySegment memory) {
        if (!file.contains(name) || file.entry(name).size() != parameter.shape().size() || file.entry(name).type() != NumberType.F32) {
            throw new JacquardException(file.path() + " lacks '" + name + "' " + parameter.shape() + " of the optimizer's memory; it was saved with "
                    + "other optimizer options. Compile with the same, or take the weights alone with network.load(path)");
        }
        file.verify(name);
        file.read(name, part(memory, parameter));
    }

    private static MemorySegment part(MemorySegment memory, ParameterDescription parameter) {
        return memory.asSlice(Float.BYTES * parameter.offset(), (long) Float.BYTES * parameter.shape().size());
    }

    private static String name(int slot, ParameterDescription parameter) {
        return "optimizer/" + slot + "/" + parameter.name();
    }

    private static long counter(Safetensors file, String key) {
        String text = file.metadata().get(key);
        try {
            if (text != null && Long.parseLong(text) >= 0) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException e) {
            throw notCounted(file, key, text, e);
        }
        throw notCounted(file, key, text, null);
    }

    private static DataException notCounted(Safetensors file, String key, @Nullable String text, @Nullable Throwable cause) {
        String found = text == null ? "has no '" + key + "'" : "says '" + key + "' is '" + text + "'";
        String message = file.path() + " " + found + " in its metadata, so it does not tell how far training had come; "
                + "network.load(path) takes its weights";
        return cause == null ? new DataException(message) : new DataException(message, cause);
    }
}
