package dev.jacquard.train;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** What all specs have in common: they speak while their lambda runs and are silent afterwards. */
abstract class Spec {
    private boolean frozen;

    /** To be called first by every setter. */
    final void speaking() {
        if (frozen) {
            throw new IllegalStateException(getClass().getSimpleName()
                    + " was used after its lambda had returned; what it said is fixed, start again with a new lambda");
        }
    }

    /** Lets the caller speak, closes the spec and takes what was said. */
    static <S extends Spec, V> V frozen(S spec, Consumer<? super S> says, Supplier<V> value) {
        try {
            says.accept(spec);
            return value.get();
        } finally {
            ((Spec) spec).frozen = true;
        }
    }
}
