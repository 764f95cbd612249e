package dev.jacquard.cuda;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One operation of a generated program: a kernel, how much it has to do, and what it reads and writes. A kernel whose work can be shared out
 * along z has a second one, its name with {@code _sum}, that adds up the parts.
 *
 * @param kernel   its name in the text
 * @param work     from which the grid follows
 * @param operands names of values, parameters ({@code hidden.kernel}) or their gradients, in the kernel's order
 * @param routine  what a library must know to do the same; null where none could
 * @param rest     what a library may leave to do; null where that is nothing
 */
public record Call(String kernel, Work work, List<String> operands, @Nullable Routine routine, @Nullable Call rest) {
    /** Keeps its own copy. */
    public Call {
        operands = List.copyOf(operands);
    }

    /** A call as generated classes write it. */
    public static Call of(String kernel, Work work, String... operands) {
        return new Call(kernel, work, List.of(operands), null, null);
    }

    /** The same, which a library may do where it is faster. */
    public Call orBy(Routine value) {
        return new Call(kernel, work, operands, value, null);
    }

    /** The same, which a library may do with another call for the part of it that the library does not know. */
    public Call orBy(Routine value, Call left) {
        return new Call(kernel, work, operands, value, left);
    }

    /** Floats of partial sums, whoever does it. */
    long partialFloats(Device device, int rows) {
        return Math.max(work.partialFloats(device, rows), rest == null ? 0 : rest.partialFloats(device, rows));
    }
}
