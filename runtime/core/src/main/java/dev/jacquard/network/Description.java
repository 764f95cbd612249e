package dev.jacquard.network;

import java.util.List;

import dev.jacquard.JacquardException;

/**
 * Everything the compiler decided about a network, as a constant of its generated class.
 *
 * @param name           the definition's simple name
 * @param layers         in the order of execution
 * @param parameters     in the order of their offsets
 * @param inputs         in the order of the definition
 * @param outputs        in the order of the definition
 * @param flops          floating-point operations of one forward pass of one sample
 * @param trainingBytes  activations and gradients of one sample in training
 * @param inferenceBytes activations of one sample in inference
 * @param hash           SHA-256 over layers, their attributes, wiring, shapes and parameters: equal hashes exchange weights
 */
public record Description(String name, List<LayerDescription> layers, List<ParameterDescription> parameters, List<InputDescription> inputs,
        List<OutputDescription> outputs, long flops, long trainingBytes, long inferenceBytes, String hash) {
    /** Floats that one cache line holds: every parameter starts at a multiple of it. */
    public static final int ALIGNMENT = 16;

    /** Keeps its own copies. */
    public Description {
        layers = List.copyOf(layers);
        parameters = List.copyOf(parameters);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** The length of the arena in floats, gaps for alignment included. */
    public long arenaSize() {
        return end(parameters.size());
    }

    /** The length of the trainable part of the arena in floats: it comes first. */
    public long trainableSize() {
        int trainable = 0;
        while (trainable < parameters.size() && parameters.get(trainable).trainable()) {
            trainable++;
        }
        return end(trainable);
    }

    private long end(int count) {
        if (count == 0) {
            return 0;
        }
        ParameterDescription last = parameters.get(count - 1);
        return aligned(last.offset() + last.shape().size());
    }

    /** The next multiple of {@link #ALIGNMENT}. */
    public static long aligned(long floats) {
        return (floats + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** The number of parameters, trainable or not, without gaps. */
    public long parameterCount() {
        return parameters.stream().mapToLong(p -> p.shape().size()).sum();
    }

    /** The number of trainable parameters, without gaps. */
    public long trainableCount() {
        return parameters.stream().filter(ParameterDescription::trainable).mapToLong(p -> p.shape().size()).sum();
    }

    /**
     * Whether one row in and one row out are what {@link Program#predict} takes: the only input's width, and room for the first output.
     *
     * @throws JacquardException when they are not
     */
    public void checkRow(float[] input, float[] output) {
        int width = inputs.getFirst().shape().size();
        int results = outputs.getFirst().shape().size();
        if (inputs.size() != 1 || input.length != width || output.length < results) {
            throw new JacquardException(name + " takes one row of " + width + " numbers and gives " + results + "; it was given " + input.length
                    + " and room for " + output.length);
        }
    }

    /**
     * The parameter of that name.
     *
     * @throws IllegalArgumentException naming the parameters there are
     */
    public ParameterDescription parameter(String parameterName) {
        for (ParameterDescription parameter : parameters) {
            if (parameter.name().equals(parameterName)) {
                return parameter;
            }
        }
        throw new IllegalArgumentException(name + " has no parameter '" + parameterName + "'; it has "
                + parameters.stream().map(ParameterDescription::name).toList());
    }
}
