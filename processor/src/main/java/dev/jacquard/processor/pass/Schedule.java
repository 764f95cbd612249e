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

    /** Each operation in the first section of its kind that can have it; kinds take turns. */
    private static Schedule gathered(OpGraph graph, boolean samplesFirst) {
        int[] turn = new int[graph.nodes().size()];
        List<List<Node>> turns = new ArrayList<>();
        for (Node node : graph.nodes()) {
            int first = node.inputs().stream().mapToInt(input -> turn[input]).max().orElse(0);
            if (executed(node)) {
                boolean mine = (first % 2 == 0) == (perSample(node) == samplesFirst);
                first += mine ? 0 : 1;
                int same = first;
                boolean beside = !perSample(node) && makers(graph, node).stream().anyMatch(maker -> turn[maker.id()] == same);
                first += beside ? 2 : 0;
                while (turns.size() <= first) {
                    turns.add(new ArrayList<>());
                }
                turns.get(first).add(node);
            }
            turn[node.id()] = first;
        }
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            if (!turns.get(i).isEmpty()) {
                sections.add(new Section((i % 2 == 0) == samplesFirst, turns.get(i)));
            }
        }
        return new Schedule(graph, sections);
    }

    /** Sections in the order of the graph. */
    static Schedule natural(OpGraph graph) {
        List<Section> sections = new ArrayList<>();
        List<Node> section = new ArrayList<>();
        Set<Node> beside = new HashSet<>();
        boolean perSample = false;
        for (Node node : parametersFirst(graph)) {
            // Whole-batch operations of one section run side by side: none may read another's result.
            boolean fits = perSample(node) == perSample && (perSample || makers(graph, node).stream().noneMatch(beside::contains));
            if (!fits) {
                if (!section.isEmpty()) {
                    sections.add(new Section(perSample, section));
                }
                section = new ArrayList<>();
                beside.clear();
                perSample = perSample(node);
            }
            section.add(node);
            beside.add(node);
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

    /** The executed operations that make what a node reads, found through views and parts. */
    private static List<Node> makers(OpGraph graph, Node node) {
        List<Node> makers = new ArrayList<>();
        for (int input : node.inputs()) {
            Node read = graph.node(input);
            while (!executed(read) && !read.inputs().isEmpty()) {
                read = graph.node(read.inputs().getFirst());
            }
            if (executed(read)) {
                makers.add(read);
            }
        }
        return makers;
    }
}
