package dev.jacquard.processor.emit.dl4j;

import java.math.BigDecimal;

import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;
import dev.jacquard.model.Padding;
import dev.jacquard.processor.graph.Layer;
import dev.jacquard.processor.graph.Layer.Pair;
import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.graph.LayerNode;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import org.jspecify.annotations.Nullable;

/** One layer as Deeplearning4j's builder of it. */
final class Layers {
    private static final Pair ONE = new Pair(1, 1);

    private Layers() {
    }

    /** {@code new DenseLayer.Builder().name("hidden").nOut(128).activation(Activation.RELU).build()}; null for what is no layer there. */
    static @Nullable CodeBlock of(LayerNode node) {
        return switch (node.layer()) {
            case Layer.Dense dense -> CodeBlock.of("new $T().name($S)$L.build()", Dl4j.layer("DenseLayer"), node.name(), dense(dense));
            case Layer.Conv2D conv -> convolution(node.name(), conv);
            case Layer.MaxPooling2D(Pair pool, Pair strides, Padding padding) -> pooling(node.name(), "MAX", pool, strides, padding);
            case Layer.AveragePooling2D(Pair pool, Pair strides, Padding padding) -> pooling(node.name(), "AVG", pool, strides, padding);
            case Layer.Dropout(double rate) -> CodeBlock.of("new $T($L).name($S).build()", Dl4j.layer("DropoutLayer"), kept(rate), node.name());
            case Layer.Activate(Activation activation) ->
                CodeBlock.of("new $T().name($S).activation($L).build()", Dl4j.layer("ActivationLayer"), node.name(), Dl4j.activation(activation));
            case Layer.BatchNorm norm -> CodeBlock.of("new $T().name($S).decay($L).eps($L)$L.build()", Dl4j.layer("BatchNormalization"),
                    node.name(), Dl4j.number(norm.momentum()), Dl4j.number(norm.epsilon()), norm.scale() ? "" : ".lockGammaBeta(true)");
            case Layer.Input _, Layer.Flatten _, Layer.Reshape _, Layer.Add _,
                    Layer.Concatenate _ -> null;
        };
    }

    /** The layer that ends the network with a loss, where the result's own layer can: {@code new OutputLayer.Builder(…)…}; else null. */
    static @Nullable CodeBlock output(LayerGraph.Result result) {
        LayerNode node = result.node();
        return switch (node.layer()) {
            case Layer.Dense dense ->
                CodeBlock.of("new $T($L).name($S)$L.build()", Dl4j.layer("OutputLayer"), loss(result), node.name(), dense(dense));
            case Layer.Activate(Activation activation) when !Dl4j.isImage(node.shape()) -> loss(result, node.name(), activation);
            case Layer.Input _, Layer.Conv2D _, Layer.MaxPooling2D _, Layer.AveragePooling2D _,
                    Layer.Flatten _, Layer.Reshape _, Layer.Dropout _, Layer.Activate _, Layer.BatchNorm _,
                    Layer.Add _, Layer.Concatenate _ ->
                null;
        };
    }

    /** A loss of its own behind the result. */
    static CodeBlock loss(LayerGraph.Result result, String name, Activation activation) {
        return CodeBlock.of("new $T($L).name($S).activation($L).build()", Dl4j.layer("LossLayer"), loss(result), name, Dl4j.activation(activation));
    }

    private static CodeBlock loss(LayerGraph.Result result) {
        long width = result.node().shape().size();
        boolean plain = result.weight() == 1;
        CodeBlock weighted = plain ? CodeBlock.of("$L", width) : CodeBlock.of("$L, $L", width, Dl4j.number(result.weight()));
        return switch (result.loss()) {
            case MEAN_SQUARED_ERROR -> plain ? function("MSE") : CodeBlock.of("$T.meanSquaredError($L)", Dl4j.LOSSES, weighted);
            case BINARY_CROSSENTROPY -> CodeBlock.of("$T.binaryCrossentropy($L)", Dl4j.LOSSES, weighted);
            case CATEGORICAL_CROSSENTROPY -> plain ? function("MCXENT") : CodeBlock.of("$T.categoricalCrossentropy($L)", Dl4j.LOSSES, weighted);
            case SPARSE_CATEGORICAL_CROSSENTROPY ->
                plain ? function("SPARSE_MCXENT") : CodeBlock.of("$T.sparseCategoricalCrossentropy($L)", Dl4j.LOSSES, weighted);
            case NONE -> throw new IllegalArgumentException(result.node().name() + " has no " + Loss.class.getSimpleName());
        };
    }

    private static CodeBlock function(String name) {
        return CodeBlock.of("$T.$L", Dl4j.LOSS, name);
    }

    private static CodeBlock dense(Layer.Dense dense) {
        return CodeBlock.of(".nOut($L)$L.activation($L)$L", dense.units(), dense.useBias() ? "" : ".hasBias(false)",
                Dl4j.activation(dense.activation()), Dl4j.penalties(dense.kernelRegularizer(), dense.biasRegularizer()));
    }

    private static CodeBlock convolution(String name, Layer.Conv2D conv) {
        return CodeBlock.of("new $T($L).name($S).nOut($L)$L$L$L$L.activation($L)$L.build()", Dl4j.layer("ConvolutionLayer"), Dl4j.pair(conv.kernel()),
                name, conv.filters(), unlessOne("stride", conv.strides()), unlessOne("dilation", conv.dilation()), mode(conv.padding()),
                conv.useBias() ? "" : ".hasBias(false)", Dl4j.activation(conv.activation()),
                Dl4j.penalties(conv.kernelRegularizer(), conv.biasRegularizer()));
    }

    private static CodeBlock unlessOne(String method, Pair pair) {
        return pair.equals(ONE) ? CodeBlock.of("") : CodeBlock.of(".$L($L)", method, Dl4j.pair(pair));
    }

    private static CodeBlock mode(Padding padding) {
        return switch (padding) {
            case VALID -> CodeBlock.of("");
            case SAME -> CodeBlock.of(".convolutionMode($T.Same)", Dl4j.MODE);
        };
    }

    private static CodeBlock pooling(String name, String type, Pair pool, Pair strides, Padding padding) {
        ClassName kind = ClassName.get("org.deeplearning4j.nn.conf.layers", "PoolingType");
        return CodeBlock.of("new $T($T.$L).name($S).kernelSize($L).stride($L)$L.build()", Dl4j.layer("SubsamplingLayer"), kind, type, name,
                Dl4j.pair(pool), Dl4j.pair(strides), mode(padding));
    }

    /** The probability to keep, without the noise of binary fractions: 0.8 for a rate of 0.2. */
    private static String kept(double rate) {
        return BigDecimal.ONE.subtract(BigDecimal.valueOf(rate)).stripTrailingZeros().toPlainString();
    }
}
