package dev.jacquard.processor.emit.cpu;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import javax.lang.model.element.Modifier;

import dev.jacquard.model.Activation;
import dev.jacquard.processor.graph.Expr;
import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.pass.Activations;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.NameAllocator;
import com.palantir.javapoet.TypeSpec;

/**
 * The formulas of a program: each becomes a constant of the generated class. One that makes several values is named after what it computes, if that
 * has a name; any other after what it is first used for.
 */
final class Formulas {
    private static final ClassName FORMULA = ClassName.get("dev.jacquard.cpu", "Formula");

    private static final Map<Expr, String> USUAL = usual();

    private final NameAllocator names;
    private final Map<Expr, String> constants = new LinkedHashMap<>();
    /** By formula, the names of the values that it makes. */
    private final Map<Expr, Set<String>> values = new HashMap<>();

    Formulas(NameAllocator names) {
        this.names = names;
    }

    private static Map<Expr, String> usual() {
        Map<Expr, String> usual = new HashMap<>();
        for (Activation activation : List.of(Activation.SIGMOID, Activation.TANH, Activation.RELU, Activation.LEAKY_RELU)) {
            usual.put(Activations.formula(activation), activation.name());
            usual.put(Activations.gradient(activation), activation.name() + "_GRADIENT");
        }
        usual.put(Expr.add(Expr.IDENTITY, new Expr.Operand(1)), "SUM");
        return usual;
    }

    /** Notes what the formulas of a graph make. */
    void read(OpGraph graph) {
        for (Node node : graph.nodes()) {
            Expr formula = switch (node.op()) {
                case Op.Elementwise(Expr expression) -> expression;
                case Op.Linear(_, _, _, Expr activation) -> activation;
                case Op.Convolution(_, _, _, Expr activation) -> activation;
                case Op.SumParts(_, _, _, Expr activation) -> activation;
                default -> Expr.IDENTITY;
            };
            values.computeIfAbsent(ofAnyLayer(formula), _ -> new HashSet<>()).add(node.name());
        }
    }

    /** The constant of a formula. */
    String constant(Expr expression, String purpose) {
        return constants.computeIfAbsent(ofAnyLayer(expression), formula -> {
            boolean shared = values.getOrDefault(formula, Set.of()).size() > 1;
            return names.newName(shared ? USUAL.getOrDefault(formula, purpose) : purpose);
        });
    }

    /** The formula without the numbers of dropout layers, which are no part of the constant. */
    private static Expr ofAnyLayer(Expr expression) {
        return expression instanceof Expr.DropoutMask(double rate, _) ? new Expr.DropoutMask(rate, 0)
                : expression.mapChildren(Formulas::ofAnyLayer);
    }

    /** Declares the constants. */
    void declare(TypeSpec.Builder type) {
        constants.forEach((expression, name) -> type.addField(FieldSpec.builder(FORMULA, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .addJavadoc("$L.\n", text(expression)).initializer(code(expression)).build()));
    }

    /** The dropout layer whose mask the formula draws, or −1. */
    static int dropoutLayer(Expr expression) {
        if (expression instanceof Expr.DropoutMask(double _, int layer)) {
            return layer;
        }
        return expression.children().stream().mapToInt(Formulas::dropoutLayer).max().orElse(-1);
    }

    /** As mathematics: {@code x0 · step(x1)}. */
    static String text(Expr expression) {
        return switch (expression) {
            case Expr.Operand(int index) -> "x" + index;
            case Expr.Constant(double value) -> number(value);
            case Expr.DropoutMask(double rate, int _) -> "mask(" + number(rate) + ")";
            case Expr.Unary(Expr.Function function, Expr argument) -> name(function) + "(" + text(argument) + ")";
            case Expr.LeakyRelu(double slope, Expr argument) -> "leakyRelu(" + text(argument) + ", " + number(slope) + ")";
            case Expr.Binary(Expr.Operator operator, Expr left, Expr right) -> switch (operator) {
                case ADD -> text(left) + " + " + text(right);
                case SUBTRACT -> text(left) + " − " + factor(right);
                case MULTIPLY -> factor(left) + " · " + factor(right);
                case DIVIDE -> factor(left) + " / " + factor(right);
                case MAXIMUM -> "max(" + text(left) + ", " + text(right) + ")";
                case MINIMUM -> "min(" + text(left) + ", " + text(right) + ")";
            };
            case Expr.Select(Expr condition, Expr positive, Expr otherwise) ->
                "(" + text(condition) + " > 0 ? " + text(positive) + " : " + text(otherwise) + ")";
        };
    }

    private static String factor(Expr expression) {
        boolean sum = expression instanceof Expr.Binary(Expr.Operator operator, Expr _, Expr _)
                && (operator == Expr.Operator.ADD || operator == Expr.Operator.SUBTRACT || operator == Expr.Operator.DIVIDE);
        return sum ? "(" + text(expression) + ")" : text(expression);
    }

    private static CodeBlock code(Expr expression) {
        return switch (expression) {
            case Expr.Operand(int index) -> CodeBlock.of("$T.x($L)", FORMULA, index);
            case Expr.Constant(double value) -> CodeBlock.of("$T.constant($Lf)", FORMULA, number(value));
            case Expr.DropoutMask(double rate, int _) -> CodeBlock.of("$T.dropoutMask($Lf)", FORMULA, number(rate));
            case Expr.Unary(Expr.Function function, Expr argument) -> CodeBlock.of("$T.$L($L)", FORMULA, name(function), code(argument));
            case Expr.LeakyRelu(double slope, Expr argument) -> CodeBlock.of("$T.leakyRelu($L, $Lf)", FORMULA, code(argument), number(slope));
            case Expr.Binary(Expr.Operator operator, Expr left, Expr right) ->
                CodeBlock.of("$T.$L($L, $L)", FORMULA, name(operator), code(left), code(right));
            case Expr.Select(Expr condition, Expr positive, Expr otherwise) ->
                CodeBlock.of("$T.select($L, $L, $L)", FORMULA, code(condition), code(positive), code(otherwise));
        };
    }

    private static String name(Expr.Function function) {
        return function.name().toLowerCase(Locale.ROOT);
    }

    private static String name(Expr.Operator operator) {
        return switch (operator) {
            case ADD -> "add";
            case SUBTRACT -> "subtract";
            case MULTIPLY -> "multiply";
            case DIVIDE -> "divide";
            case MAXIMUM -> "max";
            case MINIMUM -> "min";
        };
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9 ? Long.toString((long) value) : Float.toString((float) value);
    }
}
