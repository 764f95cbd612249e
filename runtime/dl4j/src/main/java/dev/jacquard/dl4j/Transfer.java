package dev.jacquard.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.jacquard.JacquardException;
import dev.jacquard.dl4j.WeightLink.Form;
import dev.jacquard.network.Description;
import dev.jacquard.network.ParameterDescription;
import dev.jacquard.network.Parameters;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The weights of any model of Deeplearning4j's for a network of the same architecture. All are looked at before any is taken. */
final class Transfer {
    private final Map<String, float[]> found = new LinkedHashMap<>();

    private Transfer() {
    }

    /**
     * Finds every parameter.
     *
     * @param file for messages
     * @throws JacquardException naming the first that is missing or has another shape
     */
    static Transfer of(Description network, Model model, String file) {
        Foreign source = switch (model) {
            case MultiLayerNetwork list -> Foreign.of(list);
            case ComputationGraph graph -> Foreign.of(graph);
            default -> throw new JacquardException(file + " holds a " + model.getClass().getSimpleName() + ", which has no layers of ours");
        };
        Map<String, List<ParameterDescription>> ours = new LinkedHashMap<>();
        network.layers().forEach(layer -> ours.put(layer.name(), new ArrayList<>()));
        network.parameters().forEach(parameter -> Objects.requireNonNull(ours.get(parameter.layer())).add(parameter));
        ours.values().removeIf(List::isEmpty);
        List<String> names = new ArrayList<>(ours.keySet());
        boolean byName = source.layers().keySet().containsAll(names);
        List<String> order = new ArrayList<>(source.layers().keySet());
        if (!byName && order.size() != names.size()) {
            throw new JacquardException(file + " does not fit " + network.name() + ": it has " + order.size() + " layers with parameters, " + order
                    + ", but " + network.name() + " has " + names.size() + ", " + names);
        }
        Transfer transfer = new Transfer();
        for (int i = 0; i < names.size(); i++) {
            Foreign.Layer layer = Objects.requireNonNull(source.layers().get(byName ? names.get(i) : order.get(i)));
            for (ParameterDescription parameter : Objects.requireNonNull(ours.get(names.get(i)))) {
                transfer.found.put(parameter.name(), read(network, parameter, layer, file));
            }
        }
        return transfer;
    }

    void into(Parameters parameters) {
        found.forEach(parameters::set);
    }

    private static float[] read(Description network, ParameterDescription parameter, Foreign.Layer layer, String file) {
        String role = parameter.name().substring(parameter.name().lastIndexOf('.') + 1);
        List<String> keys = switch (role) {
            case "kernel" -> List.of("W");
            case "bias" -> List.of("b");
            case "movingMean" -> List.of("mean");
            case "movingVariance" -> List.of("log10stdev", "var");
            default -> List.of(role);
        };
        String key = keys.stream().filter(layer.parameters()::containsKey).findFirst().orElseThrow(() -> new JacquardException(file
                + " does not fit " + network.name() + ": its layer '" + layer.name() + "' has " + layer.parameters().keySet()
                + ", but " + parameter.name() + " " + parameter.shape() + " is needed"));
        INDArray theirs = Objects.requireNonNull(layer.parameters().get(key));
        Form form = parameter.shape().rank() == 4 ? Form.CONVOLUTION : key.equals("log10stdev") ? Form.VARIANCE : Form.PLAIN;
        List<Long> shape = form == Form.CONVOLUTION && theirs.rank() == 4
                ? List.of(theirs.size(2), theirs.size(3), theirs.size(1), theirs.size(0))
                : dimensions(theirs, parameter.shape().rank());
        List<Long> expected = parameter.shape().dimensions().stream().map(Integer::longValue).toList();
        if (!shape.equals(expected)) {
            throw new JacquardException(file + " does not fit " + network.name() + ": " + parameter.name() + " is " + parameter.shape()
                    + ", but layer '" + layer.name() + "' has " + shape.toString().replace('[', '(').replace(']', ')') + " for it");
        }
        float[] numbers = Conversion.toOurs(theirs, form);
        Foreign.Flattening flattening = layer.flattening();
        return role.equals("kernel") && form == Form.PLAIN && flattening != null ? flattening.channelsLast(numbers) : numbers;
    }

    /** Vectors are rows there. */
    private static List<Long> dimensions(INDArray array, int rank) {
        List<Long> shape = new ArrayList<>();
        for (long dimension : array.shape()) {
            shape.add(dimension);
        }
        return rank == 1 && shape.size() == 2 && shape.getFirst() == 1 ? shape.subList(1, 2) : shape;
    }
}
