package dev.jacquard.model;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A fully connected layer: output = activation(input · kernel + bias).
 *
 * <table>
 * <caption>Shapes, without the batch</caption>
 * <tr><td>input</td><td>(features); a value of more dimensions goes through a {@link Flatten} first</td></tr>
 * <tr><td>kernel</td><td>(features, units)</td></tr>
 * <tr><td>bias</td><td>(units)</td></tr>
 * <tr><td>output</td><td>(units)</td></tr>
 * </table>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Dense {
    /** The width of the output, at least 1. */
    int units();

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
