package dev.jacquard.model;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A two-dimensional convolution (cross-correlation, as everywhere in this field) over channels-last images.
 *
 * <table>
 * <caption>Shapes, without the batch</caption>
 * <tr><td>input</td><td>(height, width, channels)</td></tr>
 * <tr><td>kernel</td><td>(kernelHeight, kernelWidth, channels, filters)</td></tr>
 * <tr><td>bias</td><td>(filters)</td></tr>
 * <tr><td>output</td><td>(outputHeight, outputWidth, filters), see {@link Padding}</td></tr>
 * </table>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Conv2D {
    /** The number of output channels, at least 1. */
    int filters();

    /** The window: {@code {height, width}}, or one number for both. */
    int[] kernel();

    /** The step of the window: {@code {vertical, horizontal}}, or one number for both. */
    int[] strides() default {1, 1};

    /** What happens at the border. */
    Padding padding() default Padding.VALID;

    /** The distance between the window's points: {@code {vertical, horizontal}}, or one number for both. */
    int[] dilation() default {1, 1};

    /** Applied to the result. */
    Activation activation() default Activation.LINEAR;

    /** Whether a bias is added. */
    boolean useBias() default true;

    /** The first kernel. */
    Initializer kernelInitializer() default @Initializer(Initialization.GLOROT_UNIFORM);

    /** The first bias. */
    Initializer biasInitializer() default @Initializer(Initialization.ZEROS);

    /** The penalty on the kernel. */
    Regularizer kernelRegularizer() default @Regularizer;

    /** The penalty on the bias. */
    Regularizer biasRegularizer() default @Regularizer;
}
