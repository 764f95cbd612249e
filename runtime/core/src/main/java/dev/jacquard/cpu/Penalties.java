package dev.jacquard.cpu;

import java.lang.foreign.MemorySegment;

import dev.jacquard.network.Description;
import dev.jacquard.network.ParameterDescription;

/** What regularised parameters add to the loss, l1·Σ|w| + l2·Σw², and to their gradients. */
final class Penalties {
    private final Kernels kernels;
    private final MemorySegment weights;
    private final ParameterDescription[] penalised;

    /**
     * The penalties of a network.
     *
     * @param weights the flat arena
     */
    Penalties(Kernels kernels, Description description, MemorySegment weights) {
        this.kernels = kernels;
        this.weights = weights;
        penalised = description.parameters().stream().filter(p -> p.trainable() && (p.l1() != 0 || p.l2() != 0))
                .toArray(ParameterDescription[]::new);
    }

    /** Their sum. */
    double sum() {
        double sum = 0;
        for (ParameterDescription parameter : penalised) {
            long start = parameter.offset();
            long end = start + parameter.shape().size();
            sum += parameter.l2() == 0 ? 0 : parameter.l2() * kernels.sumSquares(weights, start, end);
            sum += parameter.l1() == 0 ? 0 : parameter.l1() * kernels.sumMagnitudes(weights, start, end);
        }
        return sum;
    }

    /**
     * Adds their gradients.
     *
     * @param gradients laid out like the arena
     */
    void addGradients(MemorySegment gradients) {
        for (ParameterDescription parameter : penalised) {
            long start = parameter.offset();
            long end = start + parameter.shape().size();
            if (parameter.l2() != 0) {
                kernels.addScaled(gradients, weights, start, end, (float) (2 * parameter.l2()));
            }
            if (parameter.l1() != 0) {
                kernels.addSign(gradients, weights, start, end, (float) parameter.l1());
            }
        }
    }
}
