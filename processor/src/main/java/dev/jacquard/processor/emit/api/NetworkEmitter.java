package dev.jacquard.processor.emit.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import javax.annotation.processing.Generated;
import javax.lang.model.element.Modifier;

import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;
import dev.jacquard.processor.graph.Layer;
import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.graph.LayerNode;
import dev.jacquard.processor.graph.ParameterSpec;
import dev.jacquard.processor.graph.Shape;
import dev.jacquard.processor.pass.ArenaLayout;
import dev.jacquard.processor.pass.Compilation;
import dev.jacquard.processor.pass.Cost;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.WildcardTypeName;

/** Writes {@code XNetwork}: the description, {@code create}, {@code compile} and an accessor for every method of the definition. */
public final class NetworkEmitter {
    private static final String NETWORK = "dev.jacquard.network";
    private static final String TRAIN = "dev.jacquard.train";
    private static final ClassName DESCRIPTION = name("Description");
    private static final ClassName SHAPE = name("Shape");
    private static final ClassName LIST = ClassName.get(List.class);

    private final Compilation model;
    private final LayerGraph layers;
    private final Programs programs;
    private final long trainingBytes;
    private final long inferenceBytes;

    private NetworkEmitter(Compilation model, Programs programs, long trainingBytes, long inferenceBytes) {
        this.model = model;
        layers = model.layers();
        this.programs = programs;
        this.trainingBytes = trainingBytes;
        this.inferenceBytes = inferenceBytes;
    }

    /**
     * The typed entry of a model.
     *
     * @param programs       how each engine's program is made
     * @param trainingBytes  values of a sample in training
     * @param inferenceBytes values of a sample in inference
     */
    public static TypeSpec emit(Compilation model, Programs programs, long trainingBytes, long inferenceBytes) {
        return new NetworkEmitter(model, programs, trainingBytes, inferenceBytes).emit();
    }

    private static ClassName name(String simple) {
        return ClassName.get(NETWORK, simple);
    }

    private TypeSpec emit() {
        ClassName self = ClassName.get(layers.packageName(), layers.name() + "Network");
        TypeSpec.Builder type = TypeSpec.classBuilder(self).addModifiers(Modifier.FINAL).superclass(name("Network"))
                .addAnnotation(AnnotationSpec.builder(Generated.class).addMember("value", "$S", "dev.jacquard.processor.ModelProcessor").build())
                .addJavadoc("The network that {@link $T} defines: $L.\n", ClassName.get(layers.definition()), sentence());
        if (layers.definition().getModifiers().contains(Modifier.PUBLIC)) {
            type.addModifiers(Modifier.PUBLIC);
        }
        type.addField(FieldSpec.builder(DESCRIPTION, "DESCRIPTION", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .addJavadoc("What the compiler decided: layers, shapes, parameters, cost.\n").initializer(description()).build());
        constructors(type, self);
        layers.nodes().forEach(node -> accessor(type, node));
        return type.build();
    }

    private String sentence() {
        long parameters = layers.nodes().stream().mapToLong(Cost::parameters).sum();
        return String.format(Locale.ROOT, "%d layers, %,d parameters", layers.nodes().size(), parameters);
    }

    private void constructors(TypeSpec.Builder type, ClassName self) {
        ClassName spec = name("NetworkSpec");
        ClassName settings = name("NetworkSettings");
        ParameterizedTypeName says = ParameterizedTypeName.get(ClassName.get(Consumer.class), WildcardTypeName.supertypeOf(spec));
        type.addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).addParameter(name("Program"), "program")
                .addParameter(settings, "settings").addStatement("super(program, settings)").build());
        type.addMethod(MethodSpec.methodBuilder("create").addModifiers(Modifier.PUBLIC, Modifier.STATIC).returns(self)
                .addJavadoc("A fresh network with default settings.\n").addStatement("return create($T.defaults())", spec).build());
        type.addMethod(MethodSpec.methodBuilder("create").addModifiers(Modifier.PUBLIC, Modifier.STATIC).returns(self).addParameter(says, "spec")
                .addJavadoc("A fresh network: {@code create(n -> n.seed(42))}.\n").addStatement("return create($T.settings(spec))", spec).build());
        type.addMethod(MethodSpec.methodBuilder("create").addModifiers(Modifier.PUBLIC, Modifier.STATIC).returns(self)
                .addParameter(settings, "settings").addJavadoc("A fresh network with finished settings.\n")
                .addStatement("$T parameters = $T.initial(DESCRIPTION, settings.seed())", name("Parameters"), name("Initializers"))
                .addCode("$T program = switch ($T.chosen(settings.engine())) {\n$>case AUTO, CPU -> $L;\ncase CUDA -> $L;\ncase DL4J -> $L;\n$<};\n",
                        name("Program"), ClassName.get("dev.jacquard.cuda", "CudaEngine"), programs.cpu(), programs.cuda(), programs.dl4j())
                .addStatement("return new $T(program, settings)", self).build());
        if (model.training() == null) {
            return;
        }
        ClassName compileSpec = ClassName.get(TRAIN, "CompileSpec");
        ClassName compileSettings = ClassName.get(TRAIN, "CompileSettings");
        ClassName trainer = ClassName.get(TRAIN, "Trainer");
        ParameterizedTypeName compiles = ParameterizedTypeName.get(ClassName.get(Consumer.class), WildcardTypeName.supertypeOf(compileSpec));
        type.addMethod(MethodSpec.methodBuilder("compile").addModifiers(Modifier.PUBLIC).returns(trainer).addParameter(compiles, "spec")
                .addJavadoc("Chooses optimizer and metrics: {@code compile(c -> c.optimizer(adam()))}.\n")
                .addStatement("return $T.compile(this, spec)", trainer).build());
        type.addMethod(MethodSpec.methodBuilder("compile").addModifiers(Modifier.PUBLIC).returns(trainer)
                .addParameter(compileSettings, "finished").addJavadoc("Chooses optimizer and metrics by finished settings.\n")
                .addStatement("return $T.compile(this, finished)", trainer).build());
    }

    private void accessor(TypeSpec.Builder type, LayerNode node) {
        if (node.name().indexOf('.') >= 0) {
            return;
        }
        type.addMethod(MethodSpec.methodBuilder(node.name()).addModifiers(Modifier.PUBLIC).returns(name("TensorView"))
                .addJavadoc("{@link $T#$L} of the rows last given to {@code forward}: (rows, $L).\n", ClassName.get(layers.definition()),
                        node.method(),
                        inner(node.shape()))
                .addStatement("return value($S)", node.name()).build());
    }

    private static String inner(Shape shape) {
        String text = shape.toString();
        return text.substring(1, text.length() - 1);
    }

    // ---- the description ----

    private CodeBlock description() {
        long flops = layers.nodes().stream().mapToLong(Cost::flops).sum();
        List<CodeBlock> inputs = layers.nodes().stream().filter(node -> node.layer() instanceof Layer.Input)
                .map(node -> CodeBlock.of("new $T($S, $L)", name("InputDescription"), node.name(), shape(node.shape()))).toList();
        return CodeBlock.of("new $T($S, $L, $L, $L, $L, $LL, $LL, $LL, $S)", DESCRIPTION, layers.name(), list(layers.nodes().stream().map(this::layer)
                .toList()), list(model.arena().places().stream().map(this::parameter).toList()), list(inputs),
                list(layers.results().stream().map(this::output).toList()), flops, trainingBytes, inferenceBytes, Architecture.hash(model));
    }

    private static CodeBlock list(List<CodeBlock> elements) {
        return CodeBlock.of("$T.of($>$>$L$<$<)", LIST,
                elements.stream().map(element -> CodeBlock.of("\n$L", element)).collect(CodeBlock.joining(",")));
    }

    private static CodeBlock shape(Shape shape) {
        String dimensions = inner(shape);
        return CodeBlock.of("$T.of($L)", SHAPE, dimensions);
    }

    private CodeBlock layer(LayerNode node) {
        CodeBlock inputs = node.inputs().stream().map(input -> CodeBlock.of("$S", input.name())).collect(CodeBlock.joining(", "));
        CodeBlock attributes = Architecture.attributes(node).entrySet().stream()
                .map(attribute -> CodeBlock.of("$S, $S", attribute.getKey(), attribute.getValue())).collect(CodeBlock.joining(", "));
        return CodeBlock.of("new $T($S, $S, $T.of($L), $T.of($L), $L, $LL, $LL)", name("LayerDescription"), node.name(), node.layer().type(), LIST,
                inputs, Map.class, attributes, shape(node.shape()), Cost.parameters(node), Cost.flops(node));
    }

    private CodeBlock parameter(ArenaLayout.Place place) {
        ParameterSpec p = place.parameter();
        CodeBlock initial = CodeBlock.of("new $T($T.$L, $L, $L, $L, $L)", name("InitialValue"), ClassName.get("dev.jacquard.model", "Initialization"),
                p.initial().kind().name(), p.initial().first(), p.initial().second(), p.fanIn(), p.fanOut());
        return CodeBlock.of("new $T($S, $S, $L, $LL, $L, $L, $L, $L)", name("ParameterDescription"), p.name(), p.layer(), shape(p.shape()),
                place.offset(), p.trainable(), initial, p.penalty().l1(), p.penalty().l2());
    }

    private CodeBlock output(LayerGraph.Result result) {
        Shape shape = result.node().shape();
        long targets = result.loss() == Loss.SPARSE_CATEGORICAL_CROSSENTROPY ? shape.size() / shape.last() : shape.size();
        return CodeBlock.of("new $T($S, $L, $T.$L, $T.$L, $L, $L)", name("OutputDescription"), result.node().name(), shape(shape),
                Activation.class, activation(result.node().layer()).name(), Loss.class, result.loss().name(), result.weight(), targets);
    }

    private static Activation activation(Layer layer) {
        return switch (layer) {
            case Layer.Dense dense -> dense.activation();
            case Layer.Conv2D conv -> conv.activation();
            case Layer.Activate(Activation activation) -> activation;
            case Layer.Input _, Layer.MaxPooling2D _, Layer.AveragePooling2D _, Layer.Flatten _,
                    Layer.Reshape _, Layer.Dropout _, Layer.BatchNorm _, Layer.Add _, Layer.Concatenate _ ->
                Activation.LINEAR;
        };
    }
}
