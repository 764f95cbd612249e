package dev.jacquard.model;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Normalises each channel (the last axis) over the batch: γ·(x − mean) / √(variance + ε) + β (Ioffe, Szegedy: Batch Normalization, 2015).
 * Training uses the batch's own moments (biased variance) and moves the averages; inference uses the moving averages. The shape stays.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface BatchNorm {
    /** How much of the moving averages is kept at each step, in [0, 1]. */
    double momentum() default 0.99;

    /** ε, greater than 0. */
    double epsilon() default 1e-3;

    /** Whether β, a shift per channel, is learnt. */
    boolean center() default true;

    /** Whether γ, a factor per channel, is learnt. */
    boolean scale() default true;
}
