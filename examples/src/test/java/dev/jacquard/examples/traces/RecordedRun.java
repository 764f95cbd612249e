package dev.jacquard.examples.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import dev.jacquard.data.Dataset;
import dev.jacquard.io.Idx;
import dev.jacquard.network.Column;
import dev.jacquard.network.Network;
import dev.jacquard.network.Shape;
import dev.jacquard.train.OptimizerSettings;
import dev.jacquard.train.Optimizers;
import dev.jacquard.train.Schedules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** One training of the file {@code traces/training.json}, whose README tells what the fields mean. */
record RecordedRun(JsonNode run) {
    /** How far from the recorded numbers a fair run in 32-bit floats may be, in units of how far a plain one was. */
    private static final double SLACK = 20;
    private static final double LEAST = 1e-6;

    static RecordedRun named(String id) {
        try (InputStream file = Objects.requireNonNull(RecordedRun.class.getResourceAsStream("/traces/training.json"))) {
            for (JsonNode run : new ObjectMapper().readTree(file).get("cases")) {
                if (run.get("id").asText().equals(id)) {
                    return new RecordedRun(run);
                }
            }
            throw new IllegalArgumentException("no run " + id);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private JsonNode attribute(String name) {
        return run.get("attributes").get(name);
    }

    int batchSize() {
        return attribute("batch_size").asInt();
    }

    int epochs() {
        return attribute("epochs").asInt();
    }

    double[] losses() {
        return doubles(run.get("loss_per_step"));
    }

    private static double[] doubles(JsonNode numbers) {
        return IntStream.range(0, numbers.size()).mapToDouble(i -> numbers.get(i).asDouble()).toArray();
    }

    /** The digits of the run, seen in the network's input shape. */
    Dataset data() {
        int count = attribute("data").get("count").asInt();
        Idx images = idx("train-images-idx3-ubyte.gz");
        JsonNode input = attribute("input_shape");
        Shape shape = Shape.of(IntStream.range(0, input.size()).map(i -> input.get(i).asInt()).toArray());
        Column pixels = new Column.Bytes(images.values(), count, shape, 1 / 255f, 0);
        Column target = pixels;
        if (attribute("data").get("target").asText().equals("label")) {
            int[] labels = new int[count];
            Idx values = idx("train-labels-idx1-ubyte.gz");
            for (int row = 0; row < count; row++) {
                labels[row] = values.values().get(java.lang.foreign.ValueLayout.JAVA_BYTE, row);
            }
            target = Dataset.of(new float[count][1], labels).targets().getFirst();
        }
        Column wanted = target;
        return Dataset.of(d -> d.input("pixels", pixels).target("target", wanted));
    }

    private static Idx idx(String name) {
        try {
            return Idx.read(Path.of(Objects.requireNonNull(RecordedRun.class.getResource("/mnist-head/" + name)).toURI()));
        } catch (URISyntaxException failure) {
            throw new IllegalStateException(failure);
        }
    }

    OptimizerSettings optimizer() {
        JsonNode said = attribute("optimizer");
        return switch (said.get("op").asText()) {
            case "adam" -> Optimizers.adam(a -> a.learningRate(said.get("learning_rate").asDouble()).beta1(said.get("beta_1").asDouble())
                    .beta2(said.get("beta_2").asDouble()).epsilon(said.get("epsilon").asDouble()));
            case "sgd" -> Optimizers.sgd(s -> s.momentum(said.get("momentum").asDouble())
                    .learningRate(Schedules.exponentialDecay(said.get("schedule").get("initial").asDouble(),
                            said.get("schedule").get("steps").asLong(), said.get("schedule").get("rate").asDouble())));
            default -> throw new IllegalArgumentException("no optimizer for " + said);
        };
    }

    /** Sets the parameters to those that the run started with. */
    void start(Network network) {
        for (JsonNode tensor : attribute("init")) {
            String name = parameter(network, tensor.get("name").asText());
            float[] values = new float[network.description().parameter(name).shape().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (tensor.get("offset").asDouble()
                        + tensor.get("scale").asDouble() * (2 * uniform(i, tensor.get("k").asInt()) - 1));
            }
            network.parameters().set(name, values);
        }
        network.program().parametersChanged();
    }

    private static double uniform(int index, int tensor) {
        int h = (index + 1) * 0x9E3779B1 + (tensor + 1) * 0x85EBCA77;
        h ^= h >>> 15;
        h *= 0x2C1B3C6D;
        h ^= h >>> 12;
        h *= 0x297A2D39;
        h ^= h >>> 15;
        return (h & 0xFFFF_FFFFL) / 4294967296.0;
    }

    /** {@code L0_moving_mean} is the parameter {@code movingMean} of the first layer behind the input. */
    static String parameter(Network network, String recorded) {
        int layer = Integer.parseInt(recorded.substring(1, recorded.indexOf('_')));
        String[] words = recorded.substring(recorded.indexOf('_') + 1).split("_");
        String role = words.length == 1 ? words[0] : words[0] + Character.toUpperCase(words[1].charAt(0)) + words[1].substring(1);
        return network.description().layers().get(layer + 1).name() + "." + role;
    }

    private double tolerance(String what) {
        return Math.max(LEAST, SLACK * run.get("float32_diff").get(what).asDouble());
    }

    /** Compares the parameters after training. */
    void assertFinal(Network network) {
        run.get("final_parameters").properties().forEach(entry -> {
            float[] values = network.parameters().get(parameter(network, entry.getKey()));
            compare("final " + entry.getKey(), entry.getValue(), values, "parameters", "parameter_sum", "parameter_abs_sum");
        });
    }

    /** Compares the gradients of the first step, given by the parameter's name. */
    void assertFirstGradient(Network network, Map<String, float[]> gradients) {
        run.get("first_gradient").properties().forEach(entry -> {
            float[] values = Objects.requireNonNull(gradients.get(parameter(network, entry.getKey())), entry.getKey());
            compare("gradient of " + entry.getKey(), entry.getValue(), values, "first_gradient", "loss", "loss");
        });
    }

    private void compare(String what, JsonNode recorded, float[] values, String each, String sum, String magnitudes) {
        double[] first = doubles(recorded.get("first8").get("data"));
        for (int i = 0; i < first.length; i++) {
            assertThat((double) values[i]).as("%s, element %d", what, i).isCloseTo(first[i],
                    within(tolerance(each) * Math.max(1, Math.abs(first[i]))));
        }
        double total = IntStream.range(0, values.length).mapToDouble(i -> values[i]).sum();
        double magnitude = IntStream.range(0, values.length).mapToDouble(i -> Math.abs(values[i])).sum();
        double recordedMagnitude = recorded.get("abs_sum").asDouble();
        assertThat(total).as("%s, sum", what).isCloseTo(recorded.get("sum").asDouble(), within(tolerance(sum) * Math.max(1, recordedMagnitude)));
        assertThat(magnitude).as("%s, sum of magnitudes", what).isCloseTo(recordedMagnitude,
                within(tolerance(magnitudes) * Math.max(1, recordedMagnitude)));
    }

    /** Compares the answers to the first samples. */
    void assertAnswers(float[][] answers) {
        double[] recorded = doubles(run.get("final_output_first4").get("data"));
        int width = recorded.length / 4;
        for (int i = 0; i < recorded.length; i++) {
            assertThat((double) answers[i / width][i % width]).as("answer %d of sample %d", i % width, i / width).isCloseTo(recorded[i],
                    within(tolerance("final_output")));
        }
    }

    /** The names of the runs. */
    static List<String> names() {
        return List.of("a_mlp_adam", "b_cnn_adam", "d_autoencoder", "e_mlp_batchnorm_l2_sgd");
    }
}
