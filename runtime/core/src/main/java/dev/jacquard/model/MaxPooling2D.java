package dev.jacquard.model;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The largest value of each window, channel by channel: (height, width, channels) to (outputHeight, outputWidth, channels).
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface MaxPooling2D {
    /** The window: {@code {height, width}}, or one number for both. */
    int[] value() default {2, 2};

    /** The step of the window; left out, it is the window itself. */
    int[] strides() default {};

    /** What happens at the border. */
    Padding padding() default Padding.VALID;
}
