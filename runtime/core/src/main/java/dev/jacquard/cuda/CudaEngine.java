package dev.jacquard.cuda;

import dev.jacquard.network.Engine;

/** Which engine a network runs on: what generated networks ask before they choose a program. */
public final class CudaEngine {
    private CudaEngine() {
    }

    /**
     * The engine itself; for {@link Engine#AUTO} the CPU. The CUDA engine has been proven on an emulated card only, so it runs where it is asked for
     * and nowhere else.
     */
    public static Engine chosen(Engine asked) {
        return switch (asked) {
            case AUTO -> Engine.CPU;
            case CPU, CUDA, DL4J -> asked;
        };
    }
}
