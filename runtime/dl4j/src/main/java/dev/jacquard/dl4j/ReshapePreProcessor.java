package dev.jacquard.dl4j;

import java.io.Serial;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Makes an image (height, width, channels) of the same numbers in the same order. Deeplearning4j's own makes channels-first images only.
 */
public final class ReshapePreProcessor implements InputPreProcessor {
    @Serial private static final long serialVersionUID = 1L;

    private final long height;
    private final long width;
    private final long channels;
    /** Of what came in last, so that its gradient can go back in that shape. */
    private transient long @Nullable [] before;

    /** The image to make. */
    @JsonCreator public ReshapePreProcessor(@JsonProperty("height") long height, @JsonProperty("width") long width,
            @JsonProperty("channels") long channels) {
        this.height = height;
        this.width = width;
        this.channels = channels;
    }

    /** Rows of the image. */
    public long getHeight() { return height; }

    /** Columns of the image. */
    public long getWidth() { return width; }

    /** Channels of the image. */
    public long getChannels() { return channels; }

    @Override
    public INDArray preProcess(INDArray input, int miniBatchSize, LayerWorkspaceMgr workspaces) {
        before = input.shape().clone();
        return reshaped(input, ArrayType.ACTIVATIONS, workspaces, input.size(0), height, width, channels);
    }

    @Override
    public INDArray backprop(INDArray gradient, int miniBatchSize, LayerWorkspaceMgr workspaces) {
        long[] shape = before;
        if (shape == null) {
            throw new IllegalStateException("nothing has gone forward yet");
        }
        return reshaped(gradient, ArrayType.ACTIVATION_GRAD, workspaces, shape);
    }

    private static INDArray reshaped(INDArray array, ArrayType type, LayerWorkspaceMgr workspaces, long... shape) {
        boolean rowMajor = array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array);
        return workspaces.leverageTo(type, (rowMajor ? array : workspaces.dup(type, array, 'c')).reshape('c', shape));
    }

    @Override
    public ReshapePreProcessor clone() {
        return new ReshapePreProcessor(height, width, channels);
    }

    @Override
    public InputType getOutputType(InputType input) {
        if (input.arrayElementsPerExample() != height * width * channels) {
            throw new IllegalArgumentException("(" + height + ", " + width + ", " + channels + ") cannot be made of the "
                    + input.arrayElementsPerExample() + " numbers of " + input);
        }
        return InputType.convolutional(height, width, channels, CNN2DFormat.NHWC);
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(INDArray mask, MaskState state, int miniBatchSize) {
        return new Pair<>(mask, state);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReshapePreProcessor that && height == that.height && width == that.width && channels == that.channels;
    }

    @Override
    public int hashCode() {
        return Long.hashCode((height * 31 + width) * 31 + channels);
    }
}
