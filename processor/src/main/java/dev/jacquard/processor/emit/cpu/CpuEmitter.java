package dev.jacquard.processor.emit.cpu;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

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
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import org.jspecify.annotations.Nullable;

/** Writes {@code XCpu}: a method an operation, a method a section, and the memory plans. */
public final class CpuEmitter {
    private static final String CPU = "dev.jacquard.cpu";
    private static final ClassName PROGRAM = ClassName.get(CPU, "CpuProgram");
    private static final ClassName PLAN = ClassName.get(CPU, "MemoryPlan");
    private static final ClassName TASK = ClassName.get(CPU, "Task");
    private static final ClassName REGION = ClassName.get(CPU, "Region");
    private static final ClassName INPUT_ROWS = ClassName.get(CPU, "InputRows");
    private static final ClassName SEGMENT = ClassName.get("java.lang.foreign", "MemorySegment");

    private final Compilation model;
    private final Names names = new Names();
    private final Formulas formulas = new Formulas(names.allocator());
    private final Operations operations = new Operations(names, formulas);
    private final Portions constants = new Portions(names.allocator()::newName, Modifier.STATIC);
    private final Portions portions = new Portions(names.allocator()::newName);
    private final TypeSpec.Builder type;
    private final @Nullable Schedule training;
    private final Schedule inference;
    private final Schedule inspection;
    private final int unit;

    /** Calls already written as methods: the same call on the same values is the same method in every graph. */
    private final Map<CodeBlock, String> methods = new LinkedHashMap<>();
    /** Values whose method has their own name. */
    private final Set<String> written = new HashSet<>();
    /** By the expression that makes it, the field of a task. */
    private final Map<String, String> tasks = new LinkedHashMap<>();
    /** Values in the memory plans, in the order of their first appearance. */
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final List<FieldSpec> planFields = new ArrayList<>();
    private final Map<String, List<CodeBlock>> regions = new LinkedHashMap<>();
    private final List<MethodSpec> operationMethods = new ArrayList<>();
    private final List<MethodSpec> sectionMethods = new ArrayList<>();

    private long trainingBytes;
    private long inferenceBytes;

    private CpuEmitter(Compilation model) {
        this.model = model;
        type = TypeSpec.classBuilder(className(model));
        training = model.training() == null ? null : Schedule.training(VerifyGraph.after("PrepareKernels", PrepareKernels.apply(model.training())));
        inference = Schedule.inference(model.inference());
        inspection = Schedule.inference(model.inspection());
        unit = unit(model.inference());
        Stream.of(training, inference, inspection).filter(Objects::nonNull).forEach(schedule -> formulas.read(schedule.graph()));
    }

    /** The simple name of the program's class. */
    public static String className(Compilation model) {
        return model.layers().name() + "Cpu";
    }

    /**
     * The program of a model.
     *
     * @param type           its class
     * @param trainingBytes  of values a sample needs in training; 0 without a loss
     * @param inferenceBytes of values a sample needs in inference
     */
    public record Program(TypeSpec type, long trainingBytes, long inferenceBytes) {
    }

    /** The program of a model. */
    public static Program emit(Compilation model) {
        CpuEmitter emitter = new CpuEmitter(model);
        TypeSpec type = emitter.emit();
        return new Program(type, emitter.trainingBytes, emitter.inferenceBytes);
    }

    private TypeSpec emit() {
        type.addModifiers(Modifier.FINAL).superclass(PROGRAM)
                .addAnnotation(AnnotationSpec.builder(Generated.class).addMember("value", "$S", "dev.jacquard.processor.ModelProcessor").build())
                .addJavadoc("The CPU program of {@link $T}. B is the batch; a method works on its samples (or units) from … to.\n", definition());
        MethodSpec step = step();
        MethodSpec forward = straight("forward", inference);
        MethodSpec look = straight("inspection", inspection);
        MethodSpec score = score();
        plans();
        formulas.declare(type);
        operations.declare(type);
        fields();
        regionFields();
        tasks.forEach((method, task) -> type
                .addField(FieldSpec.builder(TASK, task, Modifier.PRIVATE, Modifier.FINAL).initializer("$L", method).build()));
        constructor();
        type.addMethod(step).addMethods(sectionMethods).addMethod(forward).addMethod(look).addMethod(score).addMethods(operationMethods);
        type.addMethod(bind()).addMethod(bindGradients());
        type.addMethod(lookup("input", inputs())).addMethod(lookup("target", targets())).addMethod(lookup("result", results()));
        type.addMethod(named()).addMethods(constants.methods()).addMethods(portions.methods());
        return type.build();
    }

    private TypeName definition() {
        return ClassName.get(model.layers().definition());
    }

    // ---- sections ----

    private MethodSpec step() {
        MethodSpec.Builder step = override("step", Modifier.PROTECTED);
        if (training == null) {
            return step.addStatement("throw new IllegalStateException($S)", model.layers().name() + " has no loss").build();
        }
        int samples = 0;
        int batches = 0;
        for (Schedule.Section section : training.sections()) {
            if (section.perSample()) {
                for (List<Node> part : SampleParts.of(training.graph(), section)) {
                    String method = names.allocator().newName("samples" + ++samples);
                    sectionMethods.add(samples(training.graph(), part, method));
                    if (part.stream().anyMatch(node -> node.op() instanceof Op.OfGroups)) {
                        step.addStatement("workers.run($L, groups(), 1)", groupTask(method));
                    } else {
                        step.addStatement("workers.run($L, rows, grain($L))", task(method), unit);
                    }
                }
            } else {
                step.addStatement("workers.run($L)", region(section, names.allocator().newName("batch" + ++batches)));
            }
        }
        return step.build();
    }

    /** Products want eight rows at a time; a sample of a convolution is work enough by twos. */
    private static int unit(OpGraph graph) {
        return graph.nodes().stream().anyMatch(node -> node.op() instanceof Op.Convolution) ? 2 : 8;
    }

    private MethodSpec samples(OpGraph graph, List<Node> nodes, String name) {
        MethodSpec.Builder method = ranged(name).addJavadoc("Samples from … to, without waiting for other threads.\n");
        boolean apart = false;
        for (Node node : nodes) {
            if (SampleParts.oneByOne(graph, node) != apart) {
                apart = !apart;
                if (apart) {
                    method.beginControlFlow("for (int sample = from; sample < to; sample++)");
                } else {
                    method.endControlFlow();
                }
            }
            // rows are loaded where the plan expects it: their memory may have been another value's until then
            switch (node.op()) {
                case Op.Input(int index) -> method.addStatement("loadInput($L, from, to)", index);
                case Op.Target(int output) -> method.addStatement("loadTarget($L, from, to)", output);
                default -> method.addStatement(apart ? "$L(sample, sample + 1)" : "$L(from, to)", method(graph, node));
            }
        }
        if (apart) {
            method.endControlFlow();
        }
        return method.build();
    }

    private String region(Schedule.Section section, String name) {
        OpGraph graph = Objects.requireNonNull(training).graph();
        List<CodeBlock> parts = new ArrayList<>();
        List<Node> longestFirst = section.nodes().stream().sorted((a, b) -> Long.compare(weight(graph, b), weight(graph, a))).toList();
        for (Node node : longestFirst) {
            String method = method(graph, node);
            parts.add(CodeBlock.of("new $T.Part(this::$L, $L)", REGION, method, operations.units(graph, node)));
        }
        regions.put(name, parts);
        return name;
    }

    private void regionFields() {
        boolean many = regions.values().stream().mapToInt(List::size).sum() > Portions.MOST;
        regions.forEach((name, parts) -> {
            CodeBlock region = portions.of(REGION, name + "Part", REGION.nestedClass("Part"), parts);
            type.addField(FieldSpec.builder(REGION, name, Modifier.PRIVATE, Modifier.FINAL)
                    .initializer(many ? portions.apart(name + "Region", REGION, region) : region).build());
        });
    }

    /** A measure of the work in a whole-batch operation, to start the longest first. */
    private static long weight(OpGraph graph, Node node) {
        long reads = node.inputs().stream().mapToLong(input -> graph.node(input).type().shape().size()).max().orElse(0);
        return switch (node.op()) {
            case Op.LinearKernelGradient(int in, int out) -> (long) in * out;
            case Op.LinearParts parts -> (long) parts.in() * parts.out();
            case Op.ConvolutionKernelGradient(var window, int filters) ->
                (long) window.outputHeight() * window.outputWidth() * window.size().height() * window.size().width() * window.channels() * filters;
            default -> reads;
        };
    }

    /** Every section is one operation: its task, run over the rows. */
    private MethodSpec straight(String name, Schedule schedule) {
        MethodSpec.Builder method = override(name, Modifier.PROTECTED);
        for (Schedule.Section section : schedule.sections()) {
            for (Node node : section.nodes()) {
                boolean elsewhere = node.op() instanceof Op.Input || node.op() instanceof Op.Target || node.op() instanceof Op.LossValue;
                if (!elsewhere) {
                    method.addStatement("workers.run($L, rows, grain($L))", task(method(schedule.graph(), node)), unit);
                }
            }
        }
        return method.build();
    }

    private MethodSpec score() {
        MethodSpec.Builder score = override("score", Modifier.PROTECTED);
        Schedule.Section last = inference.sections().getLast();
        if (last.nodes().stream().anyMatch(node -> node.op() instanceof Op.LossValue)) {
            String method = names.allocator().newName("scores");
            sectionMethods.add(samples(inference.graph(), last.nodes(), method));
            score.addStatement("workers.run($L, rows, grain($L))", task(method), unit);
        }
        return score.build();
    }

    // ---- operations ----

    private String method(OpGraph graph, Node node) {
        CodeBlock call = operations.call(graph, node);
        return methods.computeIfAbsent(call, _ -> {
            String field = names.field(node);
            String name = written.add(field) ? field : names.allocator().newName(field + "Inference");
            operationMethods.add(ranged(name).addJavadoc("$L\n", describe(graph, node)).addStatement(call).build());
            return name;
        });
    }

    private String task(String method) {
        return tasks.computeIfAbsent("this::" + method, _ -> names.allocator().newName(method + "Task"));
    }

    private String groupTask(String method) {
        return tasks.computeIfAbsent("byGroups(this::" + method + ")", _ -> names.allocator().newName(method + "Task"));
    }

    private CodeBlock describe(OpGraph graph, Node node) {
        StringBuilder shapes = new StringBuilder();
        for (int input : node.inputs()) {
            shapes.append(shapes.isEmpty() ? "" : ", ").append(names.field(graph.node(input))).append(' ').append(graph.node(input).type());
        }
        String text = names.field(node) + " " + node.type() + " ← " + shapes;
        if (node.op() instanceof Op.Elementwise(var expression)) {
            text += ": " + Formulas.text(expression);
        }
        return node.method() == null ? CodeBlock.of("$L.", escape(text))
                : CodeBlock.of("{@link $T#$L}: $L.", definition(), node.method(), escape(text));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("$", "$$");
    }

    // ---- memory ----

    private void plans() {
        if (training != null) {
            PlanMemory.Plan plan = PlanMemory.sharing(training, CpuEmitter::inPlace);
            trainingBytes = plan.bytesPerSample();
            plan("TRAINING", "Training", training, plan);
        }
        PlanMemory.Plan plan = PlanMemory.sharing(inference, CpuEmitter::inPlace);
        inferenceBytes = plan.bytesPerSample();
        plan("INFERENCE", "Inference", inference, plan);
        plan("INSPECTION", "Inference that keeps every layer's value", inspection, PlanMemory.keeping(inspection));
    }

    /** Whether the CPU's kernel may write over what it reads of the same size. */
    static boolean inPlace(Op op) {
        return PlanMemory.elementwise(op) || (op instanceof Op.MaxPoolGradient(var window) && window.tiles());
    }

    private void plan(String constant, String purpose, Schedule schedule, PlanMemory.Plan plan) {
        List<CodeBlock> lines = new ArrayList<>();
        for (PlanMemory.Slot slot : plan.slots()) {
            String values = String.join(", ", slot.values().stream().map(names::constant).toList());
            lines.add(CodeBlock.of("$L($L, $L)", slot.perGroup() ? "perGroup" : slot.perSample() ? "perRow" : "once", slot.floats(), values));
        }
        plan.views().forEach((view, of) -> lines.add(CodeBlock.of("view($L, $L)", names.constant(view), names.constant(of))));
        long values = plan.slots().stream().mapToLong(slot -> slot.values().size()).sum();
        planFields.add(FieldSpec.builder(PLAN, constant, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .addJavadoc("$L: $L values in $L slots, $L bytes a sample.\n", purpose, values, plan.slots().size(), plan.bytesPerSample())
                .initializer(constants.built(constant.toLowerCase(Locale.ROOT) + "Plan", PLAN, lines)).build());
        for (Node node : schedule.graph().nodes()) {
            if (inMemory(schedule.graph(), node)) {
                remember(node);
            }
        }
    }

    private void remember(Node node) {
        values.putIfAbsent(node.name(), node);
    }

    private static boolean inMemory(OpGraph graph, Node node) {
        return !(node.op() instanceof Op.Parameter || node.op() instanceof Op.InputRows || node.op() instanceof Op.UpdateMoving
                || node.op() instanceof Op.LossValue
                || isGradient(graph, node));
    }

    private static boolean isGradient(OpGraph graph, Node node) {
        return graph.parameter(node) != null && !node.type().batched();
    }

    private void fields() {
        int number = 0;
        for (Node node : values.values()) {
            type.addField(FieldSpec.builder(int.class, names.constant(node), Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                    .initializer("$L", number++).build());
        }
        planFields.forEach(type::addField);
        for (Node node : parameters()) {
            type.addField(FieldSpec.builder(SEGMENT, names.field(node), Modifier.PRIVATE, Modifier.FINAL)
                    .initializer("parameter($S)", node.name()).addJavadoc("$L\n", node.type()).build());
        }
        if (training != null) {
            for (Node node : training.graph().nodes()) {
                if (node.op() instanceof Op.InputRows(int index)) {
                    type.addField(FieldSpec.builder(INPUT_ROWS, names.field(node), Modifier.PRIVATE, Modifier.FINAL)
                            .initializer("inputRows($L)", index).addJavadoc("$L, in the data set\n", node.type()).build());
                }
            }
        }
        for (Node node : gradients().values()) {
            type.addField(FieldSpec.builder(SEGMENT, names.field(node), Modifier.PRIVATE).initializer("$T.NULL", SEGMENT)
                    .addJavadoc("$L\n", node.type()).build());
        }
        for (Node node : values.values()) {
            type.addField(FieldSpec.builder(SEGMENT, names.field(node), Modifier.PRIVATE).initializer("$T.NULL", SEGMENT)
                    .addJavadoc("$L\n", node.type()).build());
        }
    }

    private List<Node> parameters() {
        return (training == null ? inference : training).graph().nodes().stream().filter(node -> node.op() instanceof Op.Parameter).toList();
    }

    /** By the parameter's name, the node that makes its gradient. */
    private Map<String, Node> gradients() {
        Map<String, Node> gradients = new LinkedHashMap<>();
        if (training != null) {
            OpGraph graph = training.graph();
            parameters().forEach(parameter -> {
                Integer gradient = graph.gradients().get(parameter.id());
                if (gradient != null) {
                    gradients.put(parameter.name(), graph.node(gradient));
                }
            });
        }
        return gradients;
    }

    private void constructor() {
        ClassName parameters = ClassName.get("dev.jacquard.network", "Parameters");
        ClassName settings = ClassName.get("dev.jacquard.network", "NetworkSettings");
        type.addMethod(MethodSpec.constructorBuilder().addParameter(parameters, "parameters").addParameter(settings, "settings")
                .addStatement("super(parameters, settings, $L, INFERENCE, INSPECTION)", training == null ? "null" : "TRAINING").build());
    }

    private MethodSpec bind() {
        ClassName memory = PLAN.nestedClass("Memory");
        MethodSpec.Builder bind = override("bind", Modifier.PROTECTED).addParameter(memory, "memory");
        List<CodeBlock> lines = values.values().stream().map(node -> CodeBlock.of("$L = memory.at($L)", names.field(node), names.constant(node)))
                .toList();
        portions.statements("bind", memory, "memory", lines).forEach(bind::addStatement);
        return bind.build();
    }

    private MethodSpec bindGradients() {
        MethodSpec.Builder bind = override("bindGradients", Modifier.PROTECTED);
        gradients().forEach((parameter, node) -> {
            if (node.op() instanceof Op.LinearKernelGradient(int in, int out)) {
                bind.addStatement("$L = gradient($S, $L)", names.field(node), parameter, PrepareKernels.grain(in, out) * out);
            } else {
                bind.addStatement("$L = gradient($S)", names.field(node), parameter);
            }
        });
        return bind.build();
    }

    // ---- lookups ----

    private List<Node> inputs() {
        return model.inference().nodes().stream().filter(node -> node.op() instanceof Op.Input).toList();
    }

    private Map<Integer, Node> byOutput() {
        Map<Integer, Node> targets = new TreeMap<>();
        model.inference().nodes().forEach(node -> {
            if (node.op() instanceof Op.Target(int output)) {
                targets.put(output, node);
            }
        });
        return targets;
    }

    private List<Node> targets() {
        return List.copyOf(byOutput().values());
    }

    private List<Node> results() {
        return model.inference().outputs().stream().map(id -> model.inference().node(id)).toList();
    }

    private MethodSpec lookup(String name, List<Node> nodes) {
        MethodSpec.Builder method = override(name, Modifier.PROTECTED).returns(SEGMENT).addParameter(int.class, "index");
        if (nodes.size() == 1 && !name.equals("target")) {
            return method.addStatement("return $L", names.field(nodes.getFirst())).build();
        }
        if (nodes.isEmpty()) {
            return method.addStatement("throw new IndexOutOfBoundsException(index)").build();
        }
        method.beginControlFlow("return switch (index)");
        for (int i = 0; i < nodes.size(); i++) {
            int index = nodes.get(i).op() instanceof Op.Target(int output) ? output : i;
            method.addStatement("case $L -> $L", index, names.field(nodes.get(i)));
        }
        method.addStatement("default -> throw new IndexOutOfBoundsException(index)");
        return method.addCode("$<};\n").build();
    }

    private MethodSpec named() {
        MethodSpec.Builder method = override("named", Modifier.PROTECTED).returns(SEGMENT).addParameter(String.class, "name");
        method.beginControlFlow("return switch (name)");
        for (Node node : model.inspection().nodes()) {
            if (node.value()) {
                method.addStatement("case $S -> $L", node.name(), names.field(node));
            }
        }
        method.addStatement("default -> null");
        return method.addCode("$<};\n").build();
    }

    private static MethodSpec.Builder override(String name, Modifier modifier) {
        return MethodSpec.methodBuilder(name).addAnnotation(Override.class).addModifiers(modifier);
    }

    private static MethodSpec.Builder ranged(String name) {
        return MethodSpec.methodBuilder(name).addModifiers(Modifier.PRIVATE).addParameter(int.class, "from").addParameter(int.class, "to");
    }
}
