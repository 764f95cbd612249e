package dev.jacquard.model;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A penalty on a parameter added to the loss: l1·Σ|w| + l2·Σw². Used as a value inside a layer annotation. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({})
public @interface Regularizer {
    /** The factor of Σ|w|, at least 0. */
    double l1() default 0;

    /** The factor of Σw², at least 0. */
    double l2() default 0;
}
