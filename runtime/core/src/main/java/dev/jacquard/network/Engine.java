package dev.jacquard.network;

/** Where a network runs. */
public enum Engine {
    /** CUDA where a usable card is there, else the CPU. */
    AUTO,
    /** Plain Java on the processor's cores. */
    CPU,
    /** An NVIDIA card. */
    CUDA,
    /** Deeplearning4j, with the ND4J backend that is on the class path. */
    DL4J
}
