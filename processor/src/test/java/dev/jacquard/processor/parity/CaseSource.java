package dev.jacquard.processor.parity;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes definitions for cases. In the traced ones an input is a trainable kernel of which a row of ones and zeros picks a sample, so that the
 * kernel's gradient is the gradient of the whole batch of inputs.
 */
final class CaseSource {
    private static final String HEAD = """
            package parity;
            import static dev.jacquard.model.Activation.*;
            import static dev.jacquard.model.Loss.*;
            import static dev.jacquard.model.Padding.*;
            import dev.jacquard.model.*;
            """;

    private CaseSource() {
    }

    /** The inputs come from outside. */
    static String direct(String name, String annotation, Collection<Numbers> inputs) {
        StringBuilder text = new StringBuilder(HEAD).append("@Model(loss = MEAN_SQUARED_ERROR) public interface ").append(name).append(" {\n");
        int index = 0;
        for (Numbers input : inputs) {
            text.append("  @Input(").append(shape(input)).append(") Tensor x").append(index++).append("();\n");
        }
        return text.append("  ").append(annotation).append(" Tensor y(").append(parameters(index)).append(");\n}\n").toString();
    }

    /** The inputs are kernels {@code x0 …}, picked by the input {@code row}. */
    static String traced(String name, String annotation, String loss, Collection<Numbers> inputs) {
        StringBuilder text = new StringBuilder(HEAD).append("@Model(loss = ").append(loss).append(") public interface ").append(name).append(" {\n");
        List<Numbers> all = List.copyOf(inputs);
        text.append("  @Input(").append(all.getFirst().rows()).append(") Tensor row();\n");
        for (int i = 0; i < all.size(); i++) {
            boolean flat = all.get(i).sample().length == 1;
            text.append("  @Dense(units = ").append(all.get(i).width()).append(", useBias = false) Tensor ").append(flat ? "x" : "flat").append(i)
                    .append("(Tensor row);\n");
            if (!flat) {
                text.append("  @Reshape(").append(shape(all.get(i))).append(") Tensor x").append(i).append("(Tensor flat").append(i).append(");\n");
            }
        }
        return text.append("  ").append(annotation).append(" Tensor y(").append(parameters(all.size())).append(");\n}\n").toString();
    }

    /** A kernel with penalties. */
    static String penalty(String name, Coverage.Penalty penalty, Numbers kernel) {
        return HEAD + "@Model(loss = MEAN_SQUARED_ERROR) public interface " + name + " {\n  @Input(" + kernel.shape()[0] + ") Tensor x();\n"
                + "  @Dense(units = " + kernel.shape()[1] + ", useBias = false, kernelRegularizer = @Regularizer(l1 = " + penalty.l1() + ", l2 = "
                + penalty.l2() + ")) Tensor y();\n}\n";
    }

    /** The name of the kernel that stands for an input. */
    static String kernel(int index, Numbers input) {
        return (input.sample().length == 1 ? "x" : "flat") + index + ".kernel";
    }

    private static String shape(Numbers input) {
        return Arrays.stream(input.sample()).mapToObj(String::valueOf).collect(Collectors.joining(", ", "{", "}"));
    }

    private static String parameters(int count) {
        return IntStream.range(0, count).mapToObj(i -> "Tensor x" + i).collect(Collectors.joining(", "));
    }
}
