package dev.jacquard.network;

/** Where a network runs. */
public enum Engine {
    /** The CPU; a card only once the CUDA engine has been proven on real ones. */
    AUTO,
    /** Plain Java on the processor's cores. */
    CPU,
    /** An NVIDIA card. */
    CUDA,
    /** Deeplearning4j, with the ND4J backend that is on the class path. */
    DL4J
}
