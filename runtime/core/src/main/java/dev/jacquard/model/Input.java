package dev.jacquard.model;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A value that comes from outside. Takes no parameters. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Input {
    /**
     * The shape of one sample, without the batch: {@code {784}}, {@code {28, 28}}, {@code {150, 150, 3}}. Every dimension is at least 1. May be left out
     * in a {@link Block}, where the caller's value decides.
     */
    int[] value() default {};
}
