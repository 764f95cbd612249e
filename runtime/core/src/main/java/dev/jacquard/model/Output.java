package dev.jacquard.model;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a value as a result of the network. With no {@code @Output} at all the last value is the result. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Output {
    /** The loss of this output; {@link Loss#NONE} takes the model's. */
    Loss loss() default Loss.NONE;

    /** The factor of this output's loss in the total, greater than 0. */
    double weight() default 1;
}
