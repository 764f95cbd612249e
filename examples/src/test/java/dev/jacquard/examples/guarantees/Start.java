package dev.jacquard.examples.guarantees;

import dev.jacquard.cpu.Kernels;

/** Chooses the kernels, as every program does when it starts. */
final class Start {
    private Start() {
    }

    public static void main(String[] arguments) {
        Kernels.best();
    }
}
