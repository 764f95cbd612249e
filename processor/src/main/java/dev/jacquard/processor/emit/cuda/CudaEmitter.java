package dev.jacquard.processor.emit.cuda;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import javax.annotation.processing.Generated;
import javax.lang.model.element.Modifier;

import dev.jacquard.processor.emit.code.Portions;
import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.pass.Compilation;
import dev.jacquard.processor.pass.PlanMemory;
import dev.jacquard.processor.pass.Schedule;
import dev.jacquard.processor.pass.VerifyGraph;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import org.jspecify.annotations.Nullable;

/** Writes {@code XCuda}, memory plans and calls of kernels, and {@code X.cu}, the kernels. */
public final class CudaEmitter {
    private static final String CUDA = "dev.jacquard.cuda";
    private static final ClassName PROGRAM = ClassName.get(CUDA, "CudaProgram");
    private static final ClassName PLAN = ClassName.get(CUDA, "DevicePlan");
    private static final ClassName PHASE = ClassName.get(CUDA, "Phase");
    private static final ClassName CALL = ClassName.get(CUDA, "Call");
    private static final ClassName GPU = ClassName.get(CUDA, "Gpu");
    private static final ClassName EPOCH = ClassName.get(CUDA, "EpochKernel");
    private static final ClassName LIST = ClassName.get(List.class);

    private final Compilation model;
    private final @Nullable DenseChain chain;
    private final TypeSpec.Builder type;
    private final Portions portions = new Portions(UnaryOperator.identity(), Modifier.STATIC);
    /** By its text without a name, the name of a kernel that is already written. */
    private final Map<String, String> written = new LinkedHashMap<>();
    /** Names of kernels, and of those that add up their parts. */
    private final Set<String> taken = new HashSet<>();
    private final StringBuilder text = new StringBuilder();

    private CudaEmitter(Compilation model) {
        this.model = model;
        chain = ChainFinder.find(model);
        type = TypeSpec.classBuilder(className(model));
    }

    /**
     * What is generated for a card.
     *
     * @param type  the program
     * @param texts by file name, kernels
     */
    public record Program(TypeSpec type, Map<String, String> texts) {
    }

    /** The simple name of the program's class. */
    public static String className(Compilation model) {
        return model.layers().name() + "Cuda";
    }

    /** The program of a model and its kernels. */
    public static Program emit(Compilation model) {
        return new CudaEmitter(model).emit();
    }

    private Program emit() {
        type.addModifiers(Modifier.FINAL).superclass(PROGRAM)
                .addAnnotation(AnnotationSpec.builder(Generated.class).addMember("value", "$S", "dev.jacquard.processor.ModelProcessor").build())
                .addJavadoc("The CUDA program of {@link $T}: where values live on the card, and the calls of the kernels in {@code $L}.\n", ClassName
                        .get(model.layers().definition()), file());
        text.append("// The kernels of ").append(model.layers().name()).append(". B is the batch.\n");
        if (model.training() != null) {
            Schedule schedule = oneByOne(VerifyGraph.after("FuseMasks", FuseMasks.apply(model.training())));
            phase("TRAINING", "Training", schedule, PlanMemory.sharing(schedule, CudaEmitter::inPlace));
        }
        Schedule inference = Schedule.inference(model.inference());
        phase("INFERENCE", "Inference", inference, PlanMemory.sharing(inference, CudaEmitter::inPlace));
        Schedule inspection = Schedule.inference(model.inspection());
        phase("INSPECTION", "Inference that keeps every layer's value", inspection, PlanMemory.keeping(inspection));
        constructors();
        type.addMethods(portions.methods());
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(file(), text.toString());
        if (chain != null) {
            texts.put(epochFile(), DenseChainText.write(chain));
        }
        return new Program(type.build(), texts);
    }

    /** Whether a kernel may write over what it reads of the same size: every element is a single thread's. */
    static boolean inPlace(Op op) {
        return PlanMemory.elementwise(op) || op instanceof Op.MaxPoolReluGradient || (op instanceof Op.MaxPoolGradient(var window) && window.tiles());
    }

    private String file() {
        return model.layers().name() + ".cu";
    }

    private String epochFile() {
        return model.layers().name() + "Epoch.cu";
    }

    /** Everything that comes from outside first, then an operation a section. */
    static Schedule oneByOne(OpGraph graph) {
        List<Schedule.Section> sections = new ArrayList<>();
        List<Node> loads = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Op.Input || node.op() instanceof Op.Target) {
                loads.add(node);
            } else if (Schedule.executed(node)) {
                sections.add(new Schedule.Section(node.type().batched(), List.of(node)));
            }
        }
        sections.addFirst(new Schedule.Section(true, loads));
        return new Schedule(graph, sections);
    }

    private void phase(String constant, String purpose, Schedule schedule, PlanMemory.Plan plan) {
        String name = constant.toLowerCase(Locale.ROOT);
        List<CodeBlock> calls = new ArrayList<>();
        List<CodeBlock> scores = new ArrayList<>();
        for (Schedule.Section section : schedule.sections()) {
            for (Node node : section.nodes()) {
                if (!(node.op() instanceof Op.Input || node.op() instanceof Op.Target || BiasGradients.comeBesides(schedule.graph(), node))) {
                    (node.op() instanceof Op.LossValue ? scores : calls).add(call(schedule.graph(), node));
                }
            }
        }
        type.addField(FieldSpec.builder(PHASE, constant, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .addJavadoc("$L: $L bytes a sample.\n", purpose, plan.bytesPerSample())
                .initializer("new $T($>$>\n$L,\n$L,\n$L$<$<)", PHASE, plan(name + "Plan", plan), portions.list(name + "Calls", CALL, calls),
                        portions.list(name + "Scores", CALL, scores))
                .build());
    }

    private CodeBlock plan(String name, PlanMemory.Plan plan) {
        List<CodeBlock> lines = new ArrayList<>();
        for (PlanMemory.Slot slot : plan.slots()) {
            CodeBlock values = slot.values().stream().map(value -> CodeBlock.of("$S", value.name())).collect(CodeBlock.joining(", "));
            lines.add(CodeBlock.of("$L($L, $L)", slot.perSample() ? "perRow" : "once", slot.floats(), values));
        }
        plan.views().forEach((view, of) -> lines.add(CodeBlock.of("view($S, $S)", view.name(), of.name())));
        return portions.built(name, PLAN, lines);
    }

    private CodeBlock call(OpGraph graph, Node node) {
        KernelSpec kernel = Operations.kernel(graph, node);
        String key = kernel.text("");
        String name = written.get(key);
        if (name == null) {
            name = name(node);
            written.put(key, name);
            text.append("\n// ").append(describe(graph, node)).append('\n').append(kernel.text(name));
        }
        CodeBlock operands = kernel.operands().stream().map(operand -> CodeBlock.of(", $S", operand)).collect(CodeBlock.joining(""));
        Node sums = BiasGradients.besides(graph, node);
        CodeBlock routine = Routines.of(node.op(), sums != null);
        CodeBlock rest = sums == null ? CodeBlock.of("") : CodeBlock.of(", $L", call(graph, sums));
        return CodeBlock.of("$T.of($S, $L$L)$L", CALL, name, kernel.work(), operands, routine == null ? "" : CodeBlock.of(".orBy($L$L)", routine,
                rest));
    }

    private String name(Node node) {
        String base = "make_" + node.name().replace('.', '_').replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        String name = base;
        for (int number = 2; taken.contains(name) || taken.contains(name + "_sum"); number++) {
            name = base + "_" + number;
        }
        taken.addAll(List.of(name, name + "_sum"));
        return name;
    }

    private static String describe(OpGraph graph, Node node) {
        String reads = node.inputs().stream().map(graph::node).map(input -> input.name() + " " + input.type()).collect(Collectors.joining(", "));
        return node.name() + " " + node.type() + " from " + reads;
    }

    private void constructors() {
        ClassName parameters = ClassName.get("dev.jacquard.network", "Parameters");
        ClassName settings = ClassName.get("dev.jacquard.network", "NetworkSettings");
        ClassName spec = ClassName.get("dev.jacquard.network", "NetworkSpec");
        type.addMethod(MethodSpec.constructorBuilder().addParameter(parameters, "parameters").addParameter(settings, "settings")
                .addStatement("this(parameters, settings, $T.open(0))", GPU).build());
        type.addMethod(MethodSpec.constructorBuilder().addParameter(parameters, "parameters").addParameter(GPU, "gpu")
                .addStatement("this(parameters, $T.defaults(), gpu)", spec).build());
        type.addMethod(MethodSpec.constructorBuilder().addParameter(parameters, "parameters").addParameter(settings, "settings")
                .addParameter(GPU, "gpu")
                .addStatement("super(parameters, settings, gpu, $S, $L, INFERENCE, INSPECTION, $L, $L, $L, $L)", file(),
                        model.training() == null ? "null" : "TRAINING", names(inputs()), names(targets()), names(outputs()), epoch())
                .build());
    }

    private CodeBlock epoch() {
        if (chain == null) {
            return CodeBlock.of("null");
        }
        String units = chain.layers().stream().map(layer -> Integer.toString(layer.units())).collect(Collectors.joining(", "));
        return CodeBlock.of("new $T($S, $L, $T.of($L), $L, $L)", EPOCH, epochFile(), chain.inputs(), LIST, units, chain.sharesOutput(), chain
                .targetBytes());
    }

    private static CodeBlock names(List<String> names) {
        return CodeBlock.of("$T.of($L)", LIST, names.stream().map(name -> CodeBlock.of("$S", name)).collect(CodeBlock.joining(", ")));
    }

    private List<String> inputs() {
        return model.inference().nodes().stream().filter(node -> node.op() instanceof Op.Input).map(Node::name).toList();
    }

    private List<String> targets() {
        Map<Integer, String> targets = new TreeMap<>();
        model.inference().nodes().forEach(node -> {
            if (node.op() instanceof Op.Target(int output)) {
                targets.put(output, node.name());
            }
        });
        List<String> names = new ArrayList<>();
        for (int output = 0; output < model.layers().results().size(); output++) {
            names.add(targets.getOrDefault(output, ""));
        }
        return names;
    }

    private List<String> outputs() {
        OpGraph graph = model.inference();
        return graph.outputs().stream().map(id -> graph.storage(graph.node(id)).name()).toList();
    }
}
