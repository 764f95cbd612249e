package dev.jacquard.processor.emit.cpu;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import dev.jacquard.processor.graph.Node;

import com.palantir.javapoet.NameAllocator;

/** The Java names of values: {@code hidden.kernel.gradient} is the field {@code hiddenKernelGradient} and the number {@code HIDDEN_KERNEL_GRADIENT}. */
final class Names {
    /** Fields and methods that the base class has, and parameters of generated methods. */
    private static final List<String> TAKEN = List.of("kernels", "workers", "rows", "from", "to", "load", "loadInput", "loadTarget", "loadInputs",
            "grain", "groups", "group", "byGroups", "inputRows", "step", "forward", "inspection",
            "score", "bind", "bindGradients", "input", "target", "result", "named", "parameter", "gradient", "losses", "lossScale", "dropoutKey",
            "description", "parameters", "engine", "infer", "output", "predict", "inspect", "value", "training", "close", "synchronize",
            "parametersChanged", "trainingStep", "report", "closed", "memory", "index", "name", "samples", "batch", "clone", "finalize", "getClass",
            "hashCode", "equals", "toString", "notify", "notifyAll", "wait", "TRAINING", "INFERENCE", "INSPECTION", "FORWARD", "SCORE");

    /** Types and packages that generated code mentions: a field of such a name would hide them. And a method of the last name cannot be called. */
    private static final List<String> HIDDEN = List.of("CpuProgram", "Conv2DShape", "Formula", "MemoryPlan", "Pool2DShape", "Region", "Task",
            "NetworkSettings", "Parameters", "MemorySegment", "List", "Stream", "Generated", "Override", "String", "IllegalStateException",
            "IndexOutOfBoundsException", "dev", "java", "javax", "yield");

    private final NameAllocator allocator = new NameAllocator();
    private final Map<String, String> fields = new HashMap<>();
    private final Map<String, String> constants = new HashMap<>();

    Names() {
        Stream.of(TAKEN, HIDDEN).flatMap(List::stream).forEach(taken -> allocator.newName(taken, "taken:" + taken));
    }

    NameAllocator allocator() {
        return allocator;
    }

    /** The field of a value, and the method that makes it. */
    String field(Node node) {
        return fields.computeIfAbsent(node.name(), name -> allocator.newName(camel(name)));
    }

    /** The number of a value in the memory plans. */
    String constant(Node node) {
        return constants.computeIfAbsent(node.name(), name -> allocator.newName(upper(camel(name))));
    }

    static String camel(String dotted) {
        StringBuilder camel = new StringBuilder();
        boolean capital = false;
        for (char c : dotted.toCharArray()) {
            if (c == '.') {
                capital = true;
            } else {
                camel.append(capital ? Character.toUpperCase(c) : c);
                capital = false;
            }
        }
        return camel.toString();
    }

    static String upper(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }
}
