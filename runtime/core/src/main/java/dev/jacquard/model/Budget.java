package dev.jacquard.model;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Limits a model must keep; exceeding one fails the build. A limit of 0 does not apply. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Budget {
    /** The most trainable and other parameters, in numbers (not bytes). */
    long parameters() default 0;

    /** The most floating-point operations of one forward pass of one sample. */
    long flops() default 0;

    /** The most bytes of parameters plus the activations of one sample in inference. */
    long memory() default 0;
}
