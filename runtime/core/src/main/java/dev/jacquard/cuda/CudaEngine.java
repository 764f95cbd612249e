package dev.jacquard.cuda;

import dev.jacquard.network.Engine;
import dev.jacquard.network.NetworkSettings;

/** Whether a network runs on a card: what generated networks ask before they choose a program. */
public final class CudaEngine {
    private CudaEngine() {
    }

    /** True when CUDA was asked for, or when nothing was and there is a card. */
    public static boolean chosen(NetworkSettings settings) {
        return switch (settings.engine()) {
            case CUDA -> true;
            case AUTO -> Found.USABLE;
            case CPU, DL4J -> false;
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
