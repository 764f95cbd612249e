package dev.jacquard.model;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * In training, sets each number to 0 with probability {@code value} and divides the others by 1 − value; otherwise passes its input through
 * (Srivastava and others: Dropout, 2014).
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Dropout {
    /** The probability to drop, at least 0 and less than 1. */
    double value();
}
