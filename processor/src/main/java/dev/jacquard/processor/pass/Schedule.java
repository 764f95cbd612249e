package dev.jacquard.processor.pass;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.jacquard.processor.graph.Node;
import dev.jacquard.processor.graph.Op;
import dev.jacquard.processor.graph.OpGraph;

/**
 * Cuts a graph into sections between which all threads of an engine meet. Inside a per-sample section every thread takes some samples through all
 * its operations without waiting; inside a whole-batch section the operations are independent of each other and share out their results.
 *
 * @param graph    in the order of execution
 * @param sections everything that is executed, in order
 */
public record Schedule(OpGraph graph, List<Section> sections) {
    /** Up to this many bytes of activations and gradients a sample, all whole-batch work is gathered behind the per-sample work. */
    private static final long SMALL_SAMPLE = 1 << 20;

    /** Keeps its own copy. */
    public Schedule {
        sections = List.copyOf(sections);
    }

    /**
     * Operations between two meetings.
     *
     * @param perSample whether samples are independent of each other here
     * @param nodes     in order
     */
    public record Section(boolean perSample, List<Node> nodes) {
        /** Keeps its own copy. */
        public Section {
            nodes = List.copyOf(nodes);
        }
    }

    /** Few sections where a sample's values are small, else sections in natural order, so that memory is free again early. */
    public static Schedule training(OpGraph graph) {
        long bytes = graph.nodes().stream().filter(node -> node.type().batched()).mapToLong(node -> 4 * node.type().shape().size()).sum();
        return bytes <= SMALL_SAMPLE ? gathered(graph) : natural(graph);
    }

    /** One section an operation: memory is free again at once. Losses come last, in a section of their own. */
    public static Schedule inference(OpGraph graph) {
        List<Section> sections = new ArrayList<>();
        List<Node> loads = new ArrayList<>();
        List<Node> losses = new ArrayList<>();
        for (Node node : graph.nodes()) {
            switch (node.op()) {
                case Op.Input _ -> loads.add(node);
                case Op.Target _, Op.LossValue _ -> losses.add(node);
                default -> {
                    if (executed(node)) {
                        sections.add(new Section(node.type().batched(), List.of(node)));
                    }
                }
            }
        }
        sections.addFirst(new Section(true, loads));
        if (!losses.isEmpty()) {
            sections.add(new Section(true, losses));
        }
        return new Schedule(graph, sections);
    }

    /**
     * Whether every thread takes samples of its own through an operation. The others are shared out by their results: sums over the batch, work on
     * parameters, and products with large kernels.
     */
    public static boolean perSample(Node node) {
        return node.op() instanceof Op.OfGroups || (node.type().batched() && !(node.op() instanceof Op.InPieces));
    }

    /** Whether an engine does anything for this node; parameters and rows are there, views and parts come with others. */
    public static boolean executed(Node node) {
        return switch (node.op()) {
            case Op.Parameter _, Op.InputRows _, Op.View _, Op.Part _ -> false;
            default -> true;
        };
    }

    /** Beginning with work on parameters or with samples, whichever takes fewer sections. */
    private static Schedule gathered(OpGraph graph) {
        Schedule parametersFirst = gathered(graph, false);
        Schedule samplesFirst = gathered(graph, true);
        return samplesFirst.sections().size() < parametersFirst.sections().size() ? samplesFirst : parametersFirst;
    }

    private static Schedule gathered(OpGraph graph, boolean samplesFirst) {
        List<Section> sections = new ArrayList<>();
        List<Node> waiting = new ArrayList<>(graph.nodes());
        Set<Integer> done = new HashSet<>();
        for (boolean perSample = samplesFirst; !waiting.isEmpty(); perSample = !perSample) {
            List<Node> section = new ArrayList<>();
            Set<Integer> ready = new HashSet<>(done);
            for (Node node : List.copyOf(waiting)) {
                boolean mine = !executed(node) || perSample(node) == perSample;
                if (mine && ready.containsAll(node.inputs()) && independent(graph, node, perSample, section)) {
                    waiting.remove(node);
                    ready.add(node.id());
                    if (executed(node)) {
                        section.add(node);
                    }
                }
            }
            done.addAll(ready);
            if (!section.isEmpty()) {
                sections.add(new Section(perSample, section));
            }
        }
        return new Schedule(graph, sections);
    }

    /** Sections in the order of the graph. */
    static Schedule natural(OpGraph graph) {
        List<Section> sections = new ArrayList<>();
        List<Node> section = new ArrayList<>();
        boolean perSample = false;
        for (Node node : parametersFirst(graph)) {
            if (perSample(node) != perSample || !independent(graph, node, perSample, section)) {
                if (!section.isEmpty()) {
                    sections.add(new Section(perSample, section));
                }
                section = new ArrayList<>();
                perSample = perSample(node);
            }
            section.add(node);
        }
        sections.add(new Section(perSample, section));
        return new Schedule(graph, sections);
    }

    /** Executed nodes, those that read only parameters first. */
    private static List<Node> parametersFirst(OpGraph graph) {
        List<Node> first = new ArrayList<>();
        List<Node> others = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (executed(node)) {
                boolean early = !node.inputs().isEmpty()
                        && node.inputs().stream().allMatch(input -> graph.node(input).op() instanceof Op.Parameter);
                (early ? first : others).add(node);
            }
        }
        first.addAll(others);
        return first;
    }

    /** Whole-batch operations of one section run side by side: none may read another's result, not even through views and parts. */
    private static boolean independent(OpGraph graph, Node node, boolean perSample, List<Node> section) {
        if (perSample || !executed(node)) {
            return true;
        }
        for (int input : node.inputs()) {
            Node read = graph.node(input);
            while (!executed(read) && !read.inputs().isEmpty()) {
                read = graph.node(read.inputs().getFirst());
            }
            if (section.contains(read)) {
                return false;
            }
        }
        return true;
    }
}
