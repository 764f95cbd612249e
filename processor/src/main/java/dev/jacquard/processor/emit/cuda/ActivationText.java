package dev.jacquard.processor.emit.cuda;

import dev.jacquard.model.Activation;

/** Activations as CUDA expressions: the value y of z, and the slope dy/dz written with z and y. */
record ActivationText(String value, String slope) {
    /** The expressions of an element-wise activation; softmax is not one. */
    static ActivationText of(Activation activation) {
        return switch (activation) {
            case LINEAR -> new ActivationText("z", "1.f");
            case SIGMOID -> new ActivationText("1.f / (1.f + expf(-z))", "y * (1.f - y)");
            case TANH -> new ActivationText("tanhf(z)", "1.f - y * y");
            case RELU -> new ActivationText("fmaxf(z, 0.f)", "z > 0.f ? 1.f : 0.f");
            case LEAKY_RELU -> new ActivationText("z > 0.f ? z : 0.01f * z", "z > 0.f ? 1.f : 0.01f");
            case SOFTMAX -> throw new IllegalArgumentException("softmax is not element-wise");
        };
    }
}
