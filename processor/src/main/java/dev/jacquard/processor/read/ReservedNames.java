package dev.jacquard.processor.read;

import java.util.Set;

/** Names that a value of a model cannot have because the generated network has a method of that name without parameters. */
final class ReservedNames {
    private static final Set<String> NAMES = Set.of("clone", "close", "create", "description", "engine", "finalize", "forward", "hashCode",
            "notify", "notifyAll", "parameters", "parameterCount", "predict", "program", "save", "summary", "synchronize", "toString", "wait",
            "getClass", "compile", "evaluate", "load", "backward", "builder");

    private ReservedNames() {
    }

    static boolean contains(String name) {
        return NAMES.contains(name);
    }
}
