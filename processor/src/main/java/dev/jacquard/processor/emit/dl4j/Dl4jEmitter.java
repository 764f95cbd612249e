package dev.jacquard.processor.emit.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import javax.annotation.processing.Generated;
import javax.lang.model.element.Modifier;
import javax.lang.model.util.Elements;

import dev.jacquard.processor.emit.code.Portions;
import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.graph.LayerNode;
import dev.jacquard.processor.graph.ParameterSpec;
import dev.jacquard.processor.pass.ArenaLayout;
import dev.jacquard.processor.pass.Compilation;
import dev.jacquard.processor.report.Diagnostics;
import dev.jacquard.processor.report.Message;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeSpec;
import org.jspecify.annotations.Nullable;

/** Writes {@code XDl4j}: the configuration, the places of the parameters, and the program that runs through them. */
public final class Dl4jEmitter {
    private final Compilation model;
    private final LayerGraph layers;
    private final Wiring wiring;
    private final Portions portions = new Portions(UnaryOperator.identity(), Modifier.STATIC);

    private Dl4jEmitter(Compilation model) {
        this.model = model;
        layers = model.layers();
        wiring = Wiring.of(layers);
    }

    /**
     * What became of a model.
     *
     * @param type    the class; null where there can be none
     * @param refusal what {@code engine(DL4J)} says when there is no class, else empty
     */
    public record Result(@Nullable TypeSpec type, String refusal) {
    }

    /**
     * The class of a model, when Deeplearning4j and our bridge to it are on the class path and it has every layer.
     *
     * @param classes     of the compilation
     * @param diagnostics receives a note at a layer that Deeplearning4j lacks
     */
    public static Result emit(Compilation model, Elements classes, Diagnostics diagnostics) {
        String asked = model.layers().name() + " was asked to run on DL4J, but ";
        if (classes.getTypeElement(Dl4j.PRESENCE) == null || classes.getTypeElement(Dl4j.PROGRAM.canonicalName()) == null) {
            return new Result(null, asked + "it was compiled without Deeplearning4j; add jacquard-dl4j and an ND4J backend such as nd4j-native"
                    + " to the class path and compile it again, or say engine(CPU)");
        }
        Lacks.Gap gap = Lacks.find(model.layers());
        if (gap != null) {
            LayerNode node = gap.node();
            diagnostics.report(Message.DL4J_LACKS, node.anchor(), node.name(), gap.what(), model.layers().name());
            return new Result(null, asked + "Deeplearning4j has no " + gap.what() + " (" + node.name() + ")"
                    + "; say engine(CPU) or engine(AUTO), or define it in other layers");
        }
        return new Result(new Dl4jEmitter(model).emit(), "");
    }

    private TypeSpec emit() {
        ClassName definition = ClassName.get(layers.definition());
        TypeSpec.Builder type = TypeSpec.classBuilder(layers.name() + "Dl4j").addModifiers(Modifier.FINAL)
                .addAnnotation(AnnotationSpec.builder(Generated.class).addMember("value", "$S", "dev.jacquard.processor.ModelProcessor").build())
                .addJavadoc("{@link $T} in Deeplearning4j's words: channels last, flattened as Keras does it.\n", definition);
        if (layers.definition().getModifiers().contains(Modifier.PUBLIC)) {
            type.addModifiers(Modifier.PUBLIC);
        }
        type.addField(FieldSpec.builder(ParameterizedTypeName.get(ClassName.get(List.class), Dl4j.LINK), "WEIGHTS", Modifier.STATIC, Modifier.FINAL)
                .addJavadoc("The place of each parameter: layer and name there.\n").initializer(weights()).build());
        if (!wiring.same().isEmpty()) {
            ClassName string = ClassName.get(String.class);
            type.addField(FieldSpec.builder(ParameterizedTypeName.get(ClassName.get(Map.class), string, string), "SAME", Modifier.STATIC,
                    Modifier.FINAL).addJavadoc("Values that are another's numbers in another shape: no layer there.\n").initializer(same()).build());
        }
        type.addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
        type.addMethod(configuration());
        type.addMethod(program());
        return type.addMethods(portions.methods()).build();
    }

    private MethodSpec configuration() {
        CodeBlock.Builder code = CodeBlock.builder();
        if (portions.isShort(wiring.lines())) {
            code.add("return new $T()\n$>$>.seed(seed)\n.updater(updater)\n", Dl4j.BASE).add(wiring.isList() ? ".list()\n" : ".graphBuilder()\n");
            wiring.lines().forEach(line -> code.add(".$L\n", line));
            code.add(".build();$<$<\n");
        } else {
            ClassName builder = wiring.isList() ? Dl4j.LIST_BUILDER : Dl4j.GRAPH_BUILDER;
            code.addStatement("$T builder = new $T().seed(seed).updater(updater).$L()", builder, Dl4j.BASE,
                    wiring.isList() ? "list" : "graphBuilder");
            portions.statements("layers", builder, "builder", wiring.lines().stream().map(line -> CodeBlock.of("builder.$L", line)).toList())
                    .forEach(code::addStatement);
            code.addStatement("return builder.build()");
        }
        return MethodSpec.methodBuilder("configuration").addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addJavadoc("The network's configuration, for Deeplearning4j's own use as well.\n\n@param updater how parameters change\n"
                        + "@param seed    of dropout\n")
                .returns(wiring.isList() ? Dl4j.SEQUENTIAL : Dl4j.GRAPH).addParameter(Dl4j.UPDATER, "updater").addParameter(long.class, "seed")
                .addCode(code.build()).build();
    }

    private MethodSpec program() {
        CodeBlock outputs = wiring.outputs().stream().map(name -> CodeBlock.of("$S", name)).collect(CodeBlock.joining(", "));
        return MethodSpec.methodBuilder("program").addModifiers(Modifier.STATIC).returns(Dl4j.PROGRAM)
                .addJavadoc("A program that Deeplearning4j runs, from parameters of ours.\n")
                .addParameter(ClassName.get("dev.jacquard.network", "Parameters"), "parameters")
                .addParameter(ClassName.get("dev.jacquard.network", "NetworkSettings"), "settings")
                .addStatement("return $T.$L(parameters, settings, $L::configuration, WEIGHTS, $L, $T.of($L))", Dl4j.PROGRAM,
                        wiring.isList() ? "sequential" : "graph", layers.name() + "Dl4j",
                        wiring.same().isEmpty() ? CodeBlock.of("$T.of()", Map.class) : CodeBlock.of("SAME"), List.class, outputs)
                .build();
    }

    private CodeBlock same() {
        List<CodeBlock> entries = new ArrayList<>();
        wiring.same().forEach((name, place) -> entries.add(CodeBlock.of("$T.entry($S, $S)", Map.class, name, place)));
        return CodeBlock.of("$T.ofEntries($L)", Map.class, CodeBlock.join(entries, ", "));
    }

    private CodeBlock weights() {
        return portions.list("weights", Dl4j.LINK,
                model.arena().places().stream().map(ArenaLayout.Place::parameter).map(Dl4jEmitter::link).toList());
    }

    /** Ours by name, then the layer and the parameter there; kernels of convolutions and variances are stored in another form. */
    private static CodeBlock link(ParameterSpec parameter) {
        String key = switch (parameter.role()) {
            case "kernel" -> "W";
            case "bias" -> "b";
            case "gamma" -> "gamma";
            case "beta" -> "beta";
            case "movingMean" -> "mean";
            case "movingVariance" -> "log10stdev";
            default -> throw new IllegalArgumentException("no place in Deeplearning4j for " + parameter.name());
        };
        String form = parameter.shape().rank() == 4 ? "convolution" : parameter.role().equals("movingVariance") ? "variance" : "plain";
        return CodeBlock.of("$T.$L($S, $S, $S)", Dl4j.LINK, form, parameter.name(), parameter.layer(), key);
    }
}
