package dev.jacquard.processor.graph;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One operation in its place.
 *
 * @param id     its index in the graph's list
 * @param name   unique: {@code hidden}, {@code hidden.kernel}, {@code hidden.kernel.gradient}
 * @param op     what is done
 * @param inputs ids, each smaller than this node's own
 * @param type   of the result
 * @param method the definition's method it comes from, or null
 * @param value  whether the result is the value of that method, as opposed to a step on the way to it
 */
public record Node(int id, String name, Op op, List<Integer> inputs, Type type, @Nullable String method, boolean value) {
    /** Keeps its own copy of the inputs. */
    public Node {
        inputs = List.copyOf(inputs);
    }

    /** The same operation reading other nodes. */
    public Node withInputs(List<Integer> others) {
        return new Node(id, name, op, others, type, method, value);
    }

    /** Another operation in this place. */
    public Node withOp(Op other, List<Integer> others) {
        return new Node(id, name, other, others, type, method, value);
    }
}
