package dev.jacquard.network;

/** Where a network runs. */
public enum Engine {
    /** An NVIDIA card where there is one that can be used, else the CPU; {@code -Djacquard.engine=cpu} means the CPU everywhere. */
    AUTO,
    /** Plain Java on the processor's cores. */
    CPU,
    /** An NVIDIA card. */
    CUDA,
    /** Deeplearning4j, with the ND4J backend that is on the class path. */
    DL4J
}
