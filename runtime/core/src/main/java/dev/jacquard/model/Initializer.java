package dev.jacquard.model;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The first values of a layer's parameter, with Keras' defaults for the numbers. Used as a value inside a layer annotation. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({})
public @interface Initializer {
    /** The way of choosing. */
    Initialization value();

    /** The value of {@link Initialization#CONSTANT}. */
    double constant() default 0;

    /** The lower bound of {@link Initialization#UNIFORM}. */
    double minimum() default -0.05;

    /** The upper bound of {@link Initialization#UNIFORM}. */
    double maximum() default 0.05;

    /** The mean of {@link Initialization#NORMAL}. */
    double mean() default 0;

    /** The standard deviation of {@link Initialization#NORMAL}, greater than 0. */
    double stddev() default 0.05;
}
