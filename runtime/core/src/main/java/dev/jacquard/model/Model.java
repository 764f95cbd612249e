package dev.jacquard.model;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an interface (or an abstract class) as the definition of a network. For {@code MnistMlp} the processor writes
 * {@code MnistMlpNetwork}, its typed entry, and {@code MnistMlpCpu}, its program.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Model {
    /** What training makes small; needed unless every output names its own. */
    Loss loss() default Loss.NONE;
}
