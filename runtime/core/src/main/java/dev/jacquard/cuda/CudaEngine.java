package dev.jacquard.cuda;

import dev.jacquard.network.Engine;

/** Which engine a network runs on: what generated networks ask before they choose a program. */
public final class CudaEngine {
    private CudaEngine() {
    }

    /** The engine itself; for {@link Engine#AUTO}, CUDA where there is a card with its compiler, else the CPU. */
    public static Engine chosen(Engine asked) {
        return switch (asked) {
            case AUTO -> Found.USABLE ? Engine.CUDA : Engine.CPU;
            case CPU, CUDA, DL4J -> asked;
        };
    }

    /** Looked up once, and only when the engine is left open. */
    private static final class Found {
        static final boolean USABLE = usable();

        private static boolean usable() {
            LibrarySearch search = LibrarySearch.ofThisMachine();
            if (Devices.list(search).cards().isEmpty()) {
                return false;
            }
            try {
                Nvrtc.load(search);
                return true;
            } catch (CudaException e) {
                System.getLogger(CudaEngine.class.getName()).log(System.Logger.Level.INFO,
                        "{0} runs on the CPU although there is a card: {1}", Engine.AUTO, e.getMessage());
                return false;
            }
        }
    }
}
