package dev.jacquard.network;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.jacquard.DataException;
import dev.jacquard.JacquardException;
import dev.jacquard.io.NumberType;
import dev.jacquard.io.Safetensors;
import dev.jacquard.io.SafetensorsSpec;
import dev.jacquard.io.TensorEntry;

/**
 * Parameters in a safetensors file: a tensor for each under its own name ({@code hidden.kernel}), beside them the layers with their attributes, the
 * architecture's hash, and checksums. A file is written whole or not at all, and read only after all of it was found whole and fitting. A file that
 * another program has written needs the parameters' names and shapes, and finite numbers.
 */
public final class Checkpoint {
    private static final String FORMAT = "format";
    private static final String FORMAT_NAME = "jacquard";
    private static final String NETWORK = "network";
    private static final String HASH = "architecture";
    private static final String LAYERS = "layers";
    /** Tensors that are not parameters have this in their names; methods of a definition cannot. */
    private static final String OTHERS = "/";
    private static final ValueLayout.OfFloat LITTLE_ENDIAN = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

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
            file.metadata(FORMAT, FORMAT_NAME).metadata(NETWORK, description.name()).metadata(HASH, description.hash())
                    .metadata(LAYERS, ArchitectureText.of(description)).checksums();
            for (ParameterDescription parameter : description.parameters()) {
                file.floats(parameter.name(), parameters.segment(parameter.name()), dimensions(parameter.shape()));
            }
            more.accept(file);
        });
    }

    /**
     * Reads all parameters. Nothing is changed unless the whole file fits.
     *
     * @throws DataException     when there is no such file or it is damaged, with the place
     * @throws JacquardException when it belongs to another architecture, with the first layer and attribute that differ
     */
    public static void load(Path path, Parameters parameters) {
        try (Safetensors file = Safetensors.open(path)) {
            check(file, parameters.description());
            read(file, parameters);
        }
    }

    /**
     * Compares a file with a network, and its parameters with their checksums.
     *
     * @throws DataException     when texts or parameters are damaged, with the place
     * @throws JacquardException naming the first layer or parameter that differs, what of it, both values and the remedy
     */
    public static void check(Safetensors file, Description description) {
        if (file.hasChecksums()) {
            file.verifyTexts();
        }
        boolean ours = FORMAT_NAME.equals(file.metadata().get(FORMAT));
        if (ours) {
            checkLayers(file, description);
        }
        checkParameters(file, description);
        if (ours) {
            checkHash(file, description);
        }
        for (ParameterDescription parameter : description.parameters()) {
            if (file.hasChecksums()) {
                file.verify(parameter.name());
            } else {
                checkNumbers(file, parameter);
            }
        }
    }

    private static void checkParameters(Safetensors file, Description description) {
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
    }

    private static void checkHash(Safetensors file, Description description) {
        String hash = file.metadata().getOrDefault(HASH, "none");
        if (!hash.equals(description.hash())) {
            throw differs(file, description, "all layers and parameters agree, but not the hash of the architecture: " + abbreviated(hash)
                    + " in the file, " + abbreviated(description.hash()) + " here");
        }
    }

    /** Numbers without a checksum: nobody else will say where the first one lies that makes every answer NaN. */
    private static void checkNumbers(Safetensors file, ParameterDescription parameter) {
        TensorEntry entry = file.entry(parameter.name());
        MemorySegment bytes = file.bytes(parameter.name());
        for (long i = 0; i < entry.size(); i++) {
            float number = bytes.get(LITTLE_ENDIAN, Float.BYTES * i);
            if (!Float.isFinite(number)) {
                throw new DataException(file.path() + ", offset " + (entry.offset() + Float.BYTES * i) + ": '" + parameter.name() + "' "
                        + parameter.shape() + " is " + number + " at index " + index(i, parameter.shape())
                        + "; parameters are finite: take a file from before training diverged, or another copy of this one");
            }
        }
    }

    /** Row-major: {@code (3, 0)}. */
    private static String index(long element, Shape shape) {
        Deque<Long> index = new ArrayDeque<>();
        long rest = element;
        for (int dimension : shape.dimensions().reversed()) {
            index.addFirst(rest % dimension);
            rest /= dimension;
        }
        return index.toString().replace('[', '(').replace(']', ')');
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

    private static void checkLayers(Safetensors file, Description description) {
        if (!file.hasChecksums()) {
            throw new JacquardException(
                    file.path() + " was saved by an earlier version of Jacquard, without checksums and the layers' attributes, so "
                            + "nothing tells whether it fits " + description.name()
                            + ". Train it anew; or, where you know that it fits, take the numbers out of "
                            + "Safetensors.open(path) and give them to network.parameters()");
        }
        String difference = ArchitectureText.difference(file.metadata().getOrDefault(LAYERS, ""), description);
        if (difference != null) {
            throw differs(file, description, difference);
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
