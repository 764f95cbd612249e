package dev.jacquard.dl4j;

import dev.jacquard.dl4j.WeightLink.Form;
import dev.jacquard.network.Shape;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The numbers of a parameter, row-major in our shape, to and from Deeplearning4j's arrays. */
final class Conversion {
    private Conversion() {
    }

    /**
     * An array of theirs from numbers of ours.
     *
     * @param theirs the shape it must have
     */
    static INDArray toTheirs(float[] ours, Shape shape, Form form, long[] theirs) {
        return switch (form) {
            case PLAIN -> Nd4j.create(ours, theirs, 'c');
            case CONVOLUTION -> Nd4j.create(ours, dimensions(shape), 'c').permute(3, 2, 0, 1).dup('c');
            case VARIANCE -> Nd4j.create(logarithms(ours), theirs, 'c');
        };
    }

    /** Numbers of ours from an array of theirs. */
    static float[] toOurs(INDArray theirs, Form form) {
        return switch (form) {
            case PLAIN -> numbers(theirs);
            case CONVOLUTION -> numbers(theirs.permute(2, 3, 1, 0));
            case VARIANCE -> variances(numbers(theirs));
        };
    }

    /** Slots of an optimizer and gradients belong to the parameter as it is stored there: a variance has none. */
    static Form ofChange(Form form) {
        return form == Form.VARIANCE ? Form.PLAIN : form;
    }

    /** A copy, row-major. */
    static float[] numbers(INDArray array) {
        return array.dup('c').data().asFloat();
    }

    private static long[] dimensions(Shape shape) {
        return shape.dimensions().stream().mapToLong(Integer::longValue).toArray();
    }

    /** log₁₀ √v. */
    private static float[] logarithms(float[] variances) {
        float[] logarithms = new float[variances.length];
        for (int i = 0; i < variances.length; i++) {
            logarithms[i] = (float) (0.5 * Math.log10(variances[i]));
        }
        return logarithms;
    }

    /** 10^(2s). */
    private static float[] variances(float[] logarithms) {
        float[] variances = new float[logarithms.length];
        for (int i = 0; i < logarithms.length; i++) {
            variances[i] = (float) Math.pow(10, 2.0 * logarithms[i]);
        }
        return variances;
    }
}
