package dev.jacquard.data;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.List;

import dev.jacquard.DataException;
import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;
import dev.jacquard.network.Column;
import dev.jacquard.network.Description;
import dev.jacquard.network.InputDescription;
import dev.jacquard.network.OutputDescription;
import dev.jacquard.network.Shape;

import org.junit.jupiter.api.Test;

class FitTest {
    private static Description network(Shape input, OutputDescription... outputs) {
        return network(List.of(new InputDescription("image", input)), outputs);
    }

    private static Description network(List<InputDescription> inputs, OutputDescription... outputs) {
        return new Description("Net", List.of(), List.of(), inputs, List.of(outputs), 0, 0, 0, "");
    }

    private static OutputDescription output(String name, Loss loss, Shape shape, int targetWidth) {
        return new OutputDescription(name, shape, Activation.LINEAR, loss, 1, targetWidth);
    }

    private static final OutputDescription DIGIT = output("digit", Loss.SPARSE_CATEGORICAL_CROSSENTROPY, Shape.of(3), 1);

    private static void refused(Dataset data, Description network, String... words) {
        assertThatThrownBy(() -> data.check(network)).isInstanceOf(DataException.class).hasMessageContainingAll(words);
    }

    private static void accepted(Dataset data, Description network) {
        assertThatCode(() -> data.check(network)).doesNotThrowAnyException();
    }

    @Test
    void flatRowsAndExtraOnesFitAnyShape() {
        Dataset flat = Dataset.of(new float[][] {{1, 2, 3, 4}}, new int[] {2});
        accepted(flat, network(Shape.of(4), DIGIT));
        accepted(flat, network(Shape.of(2, 2), DIGIT));
        accepted(flat, network(Shape.of(2, 2, 1), DIGIT));
        accepted(flat.reshape(2, 2), network(Shape.of(2, 2, 1), DIGIT));
        accepted(flat.reshape(2, 2), network(Shape.of(4), DIGIT));
    }

    @Test
    void namedClassesAreNoNumbers() {
        Description price = network(Shape.of(1), output("price", Loss.MEAN_SQUARED_ERROR, Shape.of(1), 1));
        Dataset numbered = Dataset.of(new float[][] {{1}, {2}}, new int[] {0, 1});
        accepted(numbered, price);
        refused(numbered.withClassNames(List.of("205000", "310000")), price, "output 'price' of Net", "one of 2 classes, such as '205000'",
                "target(…) instead of label(…)");
    }

    @Test
    void namesInputAndShapes() {
        Dataset data = Dataset.of(new float[][] {{1, 2, 3, 4, 5, 6}}, new int[] {0});
        refused(data, network(Shape.of(2, 2), DIGIT), "input 'image' of Net is (2, 2)", "rows are (6)", "6 numbers instead of 4");
        refused(data.reshape(3, 2), network(Shape.of(2, 3), DIGIT), "is (2, 3)", "rows are (3, 2)", "channels come last");
        Description two = network(List.of(new InputDescription("a", Shape.of(1)), new InputDescription("b", Shape.of(1))), DIGIT);
        refused(data, two, "Net has 2 inputs [a, b]", "the data set has 1");
        Dataset swapped = Dataset.of(d -> d.input("b", new float[][] {{1}}).input("a", new float[][] {{1}}));
        refused(swapped, two, "input 0 of the data set is 'b'", "the network's is 'a'", "[a, b]");
        Dataset renamed = Dataset.of(d -> d.input("x", new float[][] {{1}}).input("y", new float[][] {{1}}));
        accepted(renamed, two);
    }

    @Test
    void namesRowAndLabel() {
        Dataset data = Dataset.of(new float[][] {{1}, {2}}, new int[] {0, 3});
        refused(data, network(Shape.of(1), DIGIT), "row 1 has class 3", "'digit'", "0 to 2");
        accepted(data, network(Shape.of(1), output("digit", Loss.SPARSE_CATEGORICAL_CROSSENTROPY, Shape.of(4), 1)));
    }

    @Test
    void targetsMustBeOfTheLossesKind() {
        float[][] x = {{1}, {2}};
        refused(Dataset.of(x, new float[] {0, 1}), network(Shape.of(1), DIGIT), "'digit'", "needs class numbers", "int[]");
        OutputDescription wide = output("digit", Loss.CATEGORICAL_CROSSENTROPY, Shape.of(3), 3);
        Dataset labels = Dataset.of(x, new int[] {0, 2});
        refused(labels, network(Shape.of(1), wide), "oneHot(3)", "SPARSE_CATEGORICAL_CROSSENTROPY");
        accepted(labels.oneHot(3), network(Shape.of(1), wide));
        refused(labels.oneHot(4), network(Shape.of(1), wide), "needs 3 target numbers a row, but rows have 4");
        refused(Dataset.of(x, new float[][] {{0, 1, 0}, {0, 1.5f, 0}}), network(Shape.of(1), wide), "row 1, column 1 is 1.5");
        OutputDescription spam = output("spam", Loss.BINARY_CROSSENTROPY, Shape.of(1), 1);
        accepted(Dataset.of(x, new int[] {0, 1}), network(Shape.of(1), spam));
        accepted(Dataset.of(x, new float[] {0.25f, 1}), network(Shape.of(1), spam));
        refused(labels, network(Shape.of(1), spam), "row 1 has class 2", "0 to 1");
        refused(Dataset.of(x, new float[] {0, -0.1f}), network(Shape.of(1), spam), "row 1, column 0 is -0.1", "0 to 1");
        accepted(Dataset.of(x, new float[] {-5, 7}), network(Shape.of(1), output("price", Loss.MEAN_SQUARED_ERROR, Shape.of(1), 1)));
    }

    @Test
    void bytesAsTargetsMustMeanZeroToOne() {
        Column bytes = new Column.Bytes(MemorySegment.ofArray(new byte[] {0, -1}), 2, Shape.of(1), 1, 0);
        Dataset data = Dataset.of(d -> d.input("", bytes)).inputsAsTargets();
        Description network = network(Shape.of(1), output("copy", Loss.BINARY_CROSSENTROPY, Shape.of(1), 1));
        refused(data, network, "0.0 to 255.0", "scale(1 / 255f)");
        accepted(Dataset.of(d -> d.input("", bytes)).scale(1 / 255f).inputsAsTargets(), network);
    }

    @Test
    void countsTargets() {
        float[][] x = {{1}};
        assertThatThrownBy(() -> Fit.checkTargets(Dataset.of(x), network(Shape.of(1), DIGIT))).isInstanceOf(DataException.class)
                .hasMessageContainingAll("no targets", "[digit]", "Dataset.of(x, y)");
        accepted(Dataset.of(x), network(Shape.of(1), DIGIT));
        OutputDescription size = output("size", Loss.MEAN_SQUARED_ERROR, Shape.of(1), 1);
        refused(Dataset.of(x, new int[] {0}), network(Shape.of(1), DIGIT, size), "2 outputs [digit, size]", "1 targets");
        Dataset swapped = Dataset.of(d -> d.input("", x).target("size", new float[] {1}).labels("digit", new int[] {1}));
        refused(swapped, network(Shape.of(1), DIGIT, size), "target 0 of the data set is 'size'", "[digit, size]");
        accepted(Dataset.of(d -> d.input("", x).labels("digit", new int[] {1}).target("size", new float[] {1})),
                network(Shape.of(1), DIGIT, size));
    }

    @Test
    void aLabelForEveryPositionOfASequence() {
        OutputDescription words = output("word", Loss.SPARSE_CATEGORICAL_CROSSENTROPY, Shape.of(2, 5), 2);
        float[][] x = {{1}, {2}};
        accepted(Dataset.of(d -> d.input("", x).labels("", new int[][] {{0, 4}, {1, 1}})), network(Shape.of(1), words));
        refused(Dataset.of(d -> d.input("", x).labels("", new int[][] {{0, 4}, {1, 5}})), network(Shape.of(1), words), "row 1 has class 5");
        refused(Dataset.of(x, new int[] {0, 1}), network(Shape.of(1), words), "needs 2 target numbers a row, but rows have 1");
    }

    @Test
    void outputsWithoutALossNeedNoTarget() {
        OutputDescription code = output("code", Loss.NONE, Shape.of(8), 8);
        accepted(Dataset.of(d -> d.input("", new float[][] {{1}}).labels("digit", new int[] {1}).target("code", new float[] {1})),
                network(Shape.of(1), DIGIT, code));
    }
}
