package dev.jacquard.processor.read;

import java.util.Set;

/** Names that a value of a model cannot have because the generated network has methods of that name. */
final class ReservedNames {
    static final Set<String> NAMES = Set.of("clone", "close", "compile", "create", "description", "finalize", "forward", "getClass", "hashCode",
            "inferenceBatch", "load", "notify", "notifyAll", "parameters", "predict", "program", "save", "settings", "summary", "toString",
            "wait");

    private ReservedNames() {
    }

    static boolean contains(String name) {
        return NAMES.contains(name);
    }
}
