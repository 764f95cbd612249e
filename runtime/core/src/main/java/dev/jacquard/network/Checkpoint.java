package dev.jacquard.network;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.jacquard.JacquardException;
import dev.jacquard.io.NumberType;
import dev.jacquard.io.Safetensors;
import dev.jacquard.io.SafetensorsSpec;
import dev.jacquard.io.TensorEntry;

/**
 * Parameters in a safetensors file: a tensor for each under its own name ({@code hidden.kernel}), the architecture's hash beside them. A file
 * is written whole or not at all, and read only after all of it was found to fit.
 */
public final class Checkpoint {
    private static final String FORMAT = "format";
    private static final String FORMAT_NAME = "jacquard";
    private static final String NETWORK = "network";
    private static final String HASH = "architecture";
    private static final String LAYERS = "layers";
    /** Tensors that are not parameters have this in their names; methods of a definition cannot. */
    private static final String OTHERS = "/";

    private Checkpoint() {
    }

    /**
     * Writes all parameters.
     *
     * @throws JacquardException when the file cannot be written; an older one is then unchanged
     */
    public static void save(Path path, Parameters parameters) {
        save(path, parameters, more -> {
        });
    }

    /**
     * Writes all parameters and whatever else belongs to them.
     *
     * @param more adds texts, and tensors with a slash in their names
     * @throws JacquardException when the file cannot be written; an older one is then unchanged
     */
    public static void save(Path path, Parameters parameters, Consumer<? super SafetensorsSpec> more) {
        Description description = parameters.description();
        Safetensors.write(path, file -> {
            file.metadata(FORMAT, FORMAT_NAME).metadata(NETWORK, description.name()).metadata(HASH, description.hash()).metadata(LAYERS,
                    String.join("\n", layers(description)));
            for (ParameterDescription parameter : description.parameters()) {
                file.floats(parameter.name(), parameters.segment(parameter.name()), dimensions(parameter.shape()));
            }
            more.accept(file);
        });
    }

    /**
     * Reads all parameters. Nothing is changed unless the whole file fits.
     *
     * @throws dev.jacquard.DataException when there is no such file or it is damaged, with the place
     * @throws JacquardException         when it belongs to another architecture, with the first layer that differs
     */
    public static void load(Path path, Parameters parameters) {
        try (Safetensors file = Safetensors.open(path)) {
            check(file, parameters.description());
            read(file, parameters);
        }
    }

    /**
     * Compares a file with a network.
     *
     * @throws JacquardException naming the first parameter that differs, its layer, both shapes and the remedy
     */
    public static void check(Safetensors file, Description description) {
        Map<String, TensorEntry> stored = stored(file);
        for (ParameterDescription parameter : description.parameters()) {
            TensorEntry entry = stored.remove(parameter.name());
            if (entry == null) {
                throw differs(file, description, "the layer '" + parameter.layer() + "' has the parameter '" + parameter.name() + "' "
                        + parameter.shape() + ", which the file lacks" + named(stored));
            }
            List<Long> expected = parameter.shape().dimensions().stream().map(Integer::longValue).toList();
            if (!entry.dimensions().equals(expected)) {
                throw differs(file, description, "the layer '" + parameter.layer() + "' differs: '" + parameter.name() + "' is " + shape(entry)
                        + " in the file, but " + parameter.shape() + " here");
            }
            if (entry.type() != NumberType.F32) {
                throw differs(file, description, "'" + parameter.name() + "' holds " + entry.type() + " numbers, but parameters are F32");
            }
        }
        if (!stored.isEmpty()) {
            TensorEntry first = stored.values().iterator().next();
            throw differs(file, description, "the file has '" + first.name() + "' " + shape(first) + ", which this network lacks");
        }
        checkLayers(file, description);
        String hash = file.metadata().get(HASH);
        if (hash != null && !hash.equals(description.hash())) {
            throw differs(file, description, "all layers and parameters have the right names and shapes, but not the same attributes (architecture "
                    + abbreviated(hash) + " in the file, " + abbreviated(description.hash()) + " here)");
        }
    }

    /** Copies all parameters out of a file that was {@linkplain #check checked}. */
    public static void read(Safetensors file, Parameters parameters) {
        for (ParameterDescription parameter : parameters.description().parameters()) {
            file.read(parameter.name(), parameters.segment(parameter.name()));
        }
    }

    private static Map<String, TensorEntry> stored(Safetensors file) {
        Map<String, TensorEntry> stored = new LinkedHashMap<>();
        for (TensorEntry entry : file.entries()) {
            if (!entry.name().contains(OTHERS)) {
                stored.put(entry.name(), entry);
            }
        }
        return stored;
    }

    /** Layers in order, a line for each: tells what differs where all parameters agree. */
    private static List<String> layers(Description description) {
        return description.layers().stream()
                .map(layer -> "'" + layer.name() + "' " + layer.type() + " " + layer.shape() + " from " + layer.inputs()).toList();
    }

    private static void checkLayers(Safetensors file, Description description) {
        String text = file.metadata().get(LAYERS);
        if (text == null) {
            return;
        }
        List<String> there = text.lines().toList();
        List<String> here = layers(description);
        for (int i = 0; i < Math.max(there.size(), here.size()); i++) {
            String stored = i < there.size() ? there.get(i) : "missing";
            String expected = i < here.size() ? here.get(i) : "missing";
            if (!stored.equals(expected)) {
                throw differs(file, description, "layer " + (i + 1) + " is " + stored + " in the file, but " + expected + " here");
            }
        }
    }

    private static JacquardException differs(Safetensors file, Description description, String what) {
        String from = file.metadata().get(NETWORK);
        return new JacquardException(file.path() + (from == null ? "" : ", saved from " + from + ",") + " does not fit " + description.name()
                + ": " + what + ". Load it into the definition it was saved from, or train this one anew");
    }

    private static String named(Map<String, TensorEntry> stored) {
        return stored.entrySet().stream().findFirst().map(next -> "; next there is '" + next.getKey() + "' " + shape(next.getValue())).orElse("");
    }

    private static String shape(TensorEntry entry) {
        return entry.dimensions().toString().replace('[', '(').replace(']', ')');
    }

    private static String abbreviated(String hash) {
        return hash.length() <= 12 ? hash : hash.substring(0, 12) + "…";
    }

    static long[] dimensions(Shape shape) {
        return shape.dimensions().stream().mapToLong(Integer::longValue).toArray();
    }
}
