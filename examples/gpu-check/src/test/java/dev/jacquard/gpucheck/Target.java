package dev.jacquard.gpucheck;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.jacquard.cuda.CudaProgram;
import dev.jacquard.cuda.Device;
import dev.jacquard.cuda.EpochKernel;
import dev.jacquard.cuda.kernel.Division;
import dev.jacquard.cuda.kernel.UpdateText;
import dev.jacquard.network.Engine;
import dev.jacquard.network.Network;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.UpdateRule;

/** Cards that machine code is made for. */
enum Target {
    A100(80, 108, 166_912), H100(90, 132, 232_448), B200(100, 148, 232_448);

    private static final List<Integer> BATCHES = List.of(32, 256, 4096);
    private final Device device;

    Target(int capability, int multiprocessors, int sharedMemory) {
        device = new Device(0, name(), 80L << 30, capability, multiprocessors, sharedMemory);
    }

    /**
     * Something to compile.
     *
     * @param name        for messages
     * @param definitions as {@code NAME=VALUE}
     */
    record Text(String name, String whole, List<String> definitions) {
    }

    /** The name of its machine code. */
    String architecture() {
        return device.architecture();
    }

    /** The operations of every network, and the update by every rule of the checks. */
    List<Text> operations() {
        Stream<Text> networks = Stream.of(Net.values()).map(net -> new Text(net.definition(), Texts.operations(net), List.of()));
        Stream<Text> updates = Check.all(false).stream().map(Check::training).map(training -> UpdateText.definitions(training.rule(), training
                .clipValue())).distinct().map(definitions -> new Text("the update", Texts.update(), definitions));
        return Stream.concat(networks, updates).toList();
    }

    /** The persistent kernel of every chain, divided as the card would divide it, with Adam and with the rules of the checks. */
    List<Text> persistentKernels() {
        record Kind(Net net, boolean bytes, UpdateRule rule) {
        }
        return Check.all(false).stream()
                .flatMap(check -> Stream.of(check.training().rule(), Check.ADAM).map(rule -> new Kind(check.net(), check.bytes(), rule))).distinct()
                .flatMap(kind -> persistentKernels(kind.net, kind.bytes, kind.rule).stream()).toList();
    }

    private List<Text> persistentKernels(Net net, boolean bytes, UpdateRule rule) {
        List<Text> texts = new ArrayList<>();
        EpochKernel kernel = kernel(net);
        for (int batch : kernel == null ? List.<Integer>of() : BATCHES) {
            Division division = kernel.divide(device, batch, bytes, rule.slots());
            if (division != null) {
                List<String> definitions = new ArrayList<>(UpdateText.definitions(rule, 0));
                definitions.addAll(division.definitions(batch));
                definitions.addAll(List.of("INPUT_TYPE=" + (bytes ? "u8" : "float"), "INPUT_SCALE=0.5f"));
                texts.add(new Text("%s in batches of %d, %s, %s".formatted(net.definition(), batch, division, rule), Texts.epoch(net), definitions));
            }
        }
        return texts;
    }

    private static EpochKernel kernel(Net net) {
        String before = System.setProperty("jacquard.cuda.emulate", "true");
        try (Network network = net.create(new NetworkSettings(Engine.CUDA, 1, 0))) {
            return ((CudaProgram) network.program()).epochKernel();
        } finally {
            if (before == null) {
                System.clearProperty("jacquard.cuda.emulate");
            }
        }
    }
}
