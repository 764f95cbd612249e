package dev.jacquard;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** What all specs have in common: they speak while their lambda runs and are silent afterwards. */
public abstract class Spec {
    private boolean frozen;

    /** A spec that may speak. */
    protected Spec() {
    }

    /**
     * To be called first by every setter.
     *
     * @throws IllegalStateException after the lambda has returned
     */
    protected final void speaking() {
        if (frozen) {
            throw new IllegalStateException(getClass().getSimpleName()
                    + " was used after its lambda had returned; what it said is fixed, start again with a new lambda");
        }
    }

    /** Lets the caller speak, closes the spec and takes what was said. */
    protected static <S extends Spec, V> V frozen(S spec, Consumer<? super S> says, Supplier<V> value) {
        try {
            says.accept(spec);
            return value.get();
        } finally {
            ((Spec) spec).frozen = true;
        }
    }
}
