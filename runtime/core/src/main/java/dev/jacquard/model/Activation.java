package dev.jacquard.model;

/** The function applied to a layer's result, element by element unless said otherwise. */
public enum Activation {
    /** x. */
    LINEAR,
    /** 1 / (1 + e^−x). */
    SIGMOID,
    /** (e^x − e^−x) / (e^x + e^−x). */
    TANH,
    /** max(x, 0). */
    RELU,
    /** x where x &gt; 0, else 0.01·x (Maas, Hannun, Ng: Rectifier Nonlinearities Improve Neural Network Acoustic Models, 2013). */
    LEAKY_RELU,
    /** e^xᵢ / Σⱼ e^xⱼ over the last axis. */
    SOFTMAX
}
