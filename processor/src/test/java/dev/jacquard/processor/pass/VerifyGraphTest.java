package dev.jacquard.processor.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

import dev.jacquard.processor.graph.Expr;
import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;
import dev.jacquard.processor.graph.Shape;
import dev.jacquard.processor.graph.Type;
import dev.jacquard.processor.simulation.RandomModels;

import org.junit.jupiter.api.Test;

class VerifyGraphTest {
    private static final int MODELS = 100;

    private static OpGraph training(long seed) {
        return Objects.requireNonNull(Compilation.of(RandomModels.of(seed)).training());
    }

    private static OpGraph with(OpGraph graph, Node changed) {
        List<Node> nodes = new ArrayList<>(graph.nodes());
        nodes.set(changed.id(), changed);
        return new OpGraph(nodes, graph.outputs(), graph.gradients(), graph.effects());
    }

    @Test
    void acceptsWhatThePassesMake() {
        for (long seed = 0; seed < MODELS; seed++) {
            OpGraph graph = training(seed);
            assertThat(VerifyGraph.after("Fuse", graph)).isSameAs(graph);
        }
    }

    @Test
    void findsEveryResultOfAnotherShape() {
        Set<String> missed = new TreeSet<>();
        for (long seed = 0; seed < MODELS; seed++) {
            OpGraph graph = training(seed);
            for (Node node : graph.nodes()) {
                Shape shape = node.type().shape();
                List<Integer> dimensions = new ArrayList<>(shape.dimensions());
                dimensions.add(2);
                Type type = new Type(new Shape(dimensions), node.type().batched(), node.type().element());
                Node changed = new Node(node.id(), node.name(), node.op(), node.inputs(), type, node.method(), node.value());
                if (accepts(with(graph, changed))) {
                    missed.add(node.op().getClass().getSimpleName());
                }
            }
        }
        assertThat(missed).isEmpty();
    }

    @Test
    void findsEveryMissingInput() {
        Set<String> missed = new TreeSet<>();
        for (long seed = 0; seed < MODELS; seed++) {
            OpGraph graph = training(seed);
            for (Node node : graph.nodes()) {
                if (!node.inputs().isEmpty() && accepts(with(graph, node.withInputs(node.inputs().subList(1, node.inputs().size()))))) {
                    missed.add(node.op().getClass().getSimpleName());
                }
            }
        }
        assertThat(missed).isEmpty();
    }

    @Test
    void findsWhatReadsALaterResult() {
        OpGraph graph = training(1);
        Node reader = graph.nodes().stream().filter(node -> node.op() instanceof Op.Elementwise).findFirst().orElseThrow();
        refuses(graph, reader, node -> node.withInputs(node.inputs().stream().map(_ -> node.id()).toList()), "reads what comes later");
        refuses(graph, reader, node -> node.withInputs(List.of(-1)), "reads what comes later");
    }

    @Test
    void findsADoubledNameAndAWrongPlace() {
        OpGraph graph = training(1);
        Node last = graph.nodes().getLast();
        String taken = graph.node(0).name();
        refuses(graph, last, node -> new Node(node.id(), taken, node.op(), node.inputs(), node.type(), node.method(), node.value()), "name twice");
        List<Node> nodes = new ArrayList<>(graph.nodes());
        nodes.set(1, new Node(2, "moved", nodes.get(1).op(), List.of(), nodes.get(1).type(), null, false));
        assertThatThrownBy(() -> VerifyGraph.after("Simplify", new OpGraph(nodes, graph.outputs(), graph.gradients(), graph.effects())))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("after Simplify").hasMessageContaining("stands at 1");
    }

    @Test
    void findsAFormulaOfMoreOperandsThanThereAre() {
        OpGraph graph = training(1);
        Node formula = graph.nodes().stream().filter(node -> node.op() instanceof Op.Elementwise).findFirst().orElseThrow();
        refuses(graph, formula, node -> node.withOp(new Op.Elementwise(new Expr.Operand(node.inputs().size())), node.inputs()), "does not fit");
    }

    @Test
    void findsAGradientThatIsNotShapedLikeItsParameter() {
        OpGraph graph = training(1);
        Map.Entry<Integer, Integer> some = graph.gradients().entrySet().stream()
                .filter(entry -> graph.node(entry.getKey()).type().shape().rank() == 2).findFirst().orElseThrow();
        Integer other = graph.gradients().values().stream().filter(id -> graph.node(id).type().shape().rank() != 2).findFirst().orElseThrow();
        OpGraph crossed = new OpGraph(graph.nodes(), graph.outputs(), Map.of(some.getKey(), other), graph.effects());
        assertThatThrownBy(() -> VerifyGraph.after("Differentiate", crossed)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not shaped like its parameter");
        assertThatCode(() -> VerifyGraph.after("Differentiate", graph)).doesNotThrowAnyException();
    }

    private static void refuses(OpGraph graph, Node node, UnaryOperator<Node> change, String what) {
        assertThatThrownBy(() -> VerifyGraph.after("Fuse", with(graph, change.apply(node)))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("after Fuse").hasMessageContaining(what);
    }

    private static boolean accepts(OpGraph graph) {
        try {
            VerifyGraph.after("Fuse", graph);
            return true;
        } catch (IllegalStateException refused) {
            return false;
        }
    }
}
