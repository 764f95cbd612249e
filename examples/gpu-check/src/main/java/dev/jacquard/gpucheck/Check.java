package dev.jacquard.gpucheck;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.jacquard.cuda.CudaProgram;
import dev.jacquard.cuda.LibraryChoice;
import dev.jacquard.network.Engine;
import dev.jacquard.network.Network;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.Precision;
import dev.jacquard.network.Samples;
import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;

/**
 * A network and a way of training it, in which a card is compared with the CPU.
 *
 * @param name     of the row
 * @param bytes    whether inputs are bytes
 * @param streamed whether the data set stays with the host although it would fit
 */
record Check(String name, Net net, boolean bytes, TrainingSettings training, boolean streamed) {
    static final UpdateRule ADAM = new UpdateRule.Adam(0.9, 0.999, 1e-7, 0);
    private static final int STEPS = 6;

    /** The checks: together they launch every kernel. An emulated card, ten thousand times slower, gets small batches and no large network. */
    static List<Check> all(boolean emulated) {
        int batch = emulated ? 3 : 32;
        TrainingSettings adam = settings(ADAM, batch);
        List<Check> checks = new ArrayList<>();
        checks.add(new Check("mlp, persistent", Net.MLP, true, adam, false));
        checks.add(new Check("mlp, several row groups", Net.MLP, true, settings(ADAM, emulated ? 4 : 256), false));
        checks.add(new Check("mlp, clipped by global norm", Net.MLP, true, new TrainingSettings(ADAM, batch, 7, 0, 0, 0.5), false));
        checks.add(new Check("mlp, streamed", Net.MLP, true, adam, true));
        checks.add(new Check("graph, streamed", Net.GRAPH, false, adam, true));
        checks.add(new Check("four layers, rmsprop", Net.ANSWERS, false, settings(new UpdateRule.RmsProp(0.9, 0.5, 1e-7, true), batch), false));
        checks.add(new Check("autoencoder, nesterov", Net.AUTOENCODER, false, settings(new UpdateRule.Sgd(0.9, true), batch), false));
        checks.add(new Check("graph of convolutions", Net.GRAPH, false, new TrainingSettings(new UpdateRule.Adam(0.9, 0.999, 1e-7, 0.01), batch, 7,
                0, 0.2, 0), false));
        checks.add(new Check("two inputs, five outputs", Net.HEADS, false, new TrainingSettings(new UpdateRule.RmsProp(0.9, 0, 1e-7, false), batch,
                7, 0.01, 0, 0), false));
        checks.add(new Check("every epilogue", Net.PRODUCTS, false, settings(new UpdateRule.Sgd(0.9, false), batch), false));
        if (!emulated) {
            checks.add(new Check("cnn", Net.CNN, true, settings(new UpdateRule.Sgd(0, false), batch), false));
            checks.add(new Check("wide", Net.WIDE, true, adam, false));
        }
        return checks;
    }

    private static TrainingSettings settings(UpdateRule rule, int batch) {
        return TrainingSettings.of(rule, batch, 7);
    }

    /** The row's result on the card that is there. */
    Report.Finding run() {
        try (Arena arena = Arena.ofShared();
                Network cpu = network(Engine.CPU);
                Network card = network(Engine.CUDA);
                var _ = Settings.STREAM.to(Boolean.toString(streamed))) {
            Samples samples = RandomSamples.of(cpu.description(), 60 * training.batchSize(), bytes, arena);
            Parity parity = Parity.of(cpu.program(), card.program(), samples, training, STEPS);
            return new Report.Finding(parity.good(), parity + throughLibraries(card));
        }
    }

    private Network network(Engine engine) {
        return net.create(new NetworkSettings(engine, 42, 0, Precision.EXACT));
    }

    /** Which operations libraries did, by the name of the library. */
    private static String throughLibraries(Network card) {
        if (!(card.program() instanceof CudaProgram program)) {
            return "";
        }
        Map<String, Long> counts = program.libraryChoices().stream().filter(LibraryChoice::taken)
                .collect(Collectors.groupingBy(LibraryChoice::library, TreeMap::new, Collectors.counting()));
        return counts.isEmpty() ? "" : "  by libraries " + counts;
    }
}
