package dev.jacquard.processor.emit.cuda;

import static dev.jacquard.model.Loss.MEAN_SQUARED_ERROR;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Writes the persistent kernel of a chain of dense layers. Every block keeps the weights of its units, with the optimizer's state, in shared
 * memory for a whole launch of many steps. What blocks tell each other travels in packets that carry the number of the step, so that blocks with
 * the same rows never meet at a barrier: weights when a step begins, each layer's results, and errors of layers between hidden ones.
 *
 * <p>A block keeps of layer 1 the rows of its own units (what they receive) and of each later layer the columns of its own units of the
 * layer before (what they send), because the gradient of those needs no other block. A narrow output layer is computed by every block for itself.
 *
 * <p>Batch size, optimizer, the division into blocks and what one input is (bytes with a scale, or floats) are definitions given to the
 * compiler: one text serves all.
 */
public final class DenseChainText {
    private DenseChainText() {
    }

    /** The text, to stand behind the runtime's dense-chain templates. */
    public static String write(DenseChain chain) {
        KernelText text = new KernelText();
        title(chain, text);
        new ChainStorage(chain, text).write();
        activations(chain, text);
        new ChainKernel(chain, text).write();
        return text.toString();
    }

    private static void title(DenseChain chain, KernelText text) {
        String layers = chain.layers().stream().map(layer -> layer.name() + " " + layer.units() + " "
                + layer.activation().name().toLowerCase(Locale.ROOT) + (layer.dropoutRate() == 0 ? "" : " dropout " + layer.dropoutRate()))
                .collect(Collectors.joining(", "));
        text.line("// %s: %d inputs -> %s; %s.", chain.name(), chain.inputs(), layers, chain.loss().name().toLowerCase(Locale.ROOT));
        text.line("");
    }

    private static void activations(DenseChain chain, KernelText text) {
        for (int l = 1; l <= chain.depth(); l++) {
            DenseLayer layer = chain.layer(l);
            boolean output = l == chain.depth();
            if (output && chain.loss() != MEAN_SQUARED_ERROR) {
                continue;
            }
            ActivationText activation = ActivationText.of(layer.activation());
            boolean drops = layer.dropoutRate() > 0;
            text.line("// %s", layer.name());
            text.line("DEVICE float activated_%d(float z, float& slope%s) {", l, drops ? ", u32 key, u32 index" : "");
            text.line("  const float y = %s;", activation.value());
            text.line("  slope = %s;", activation.slope());
            if (drops) {
                float rate = (float) layer.dropoutRate();
                text.line("  const float mask = random_bits(key, index) >> 8 >= %du ? %sf : 0.f;", Math.round(rate * 0x1p24f),
                        Float.toString(1 / (1 - rate)));
                text.line("  slope *= mask;");
                text.line("  return y * mask;");
            } else {
                text.line("  return y;");
            }
            text.line("}");
            text.line("");
        }
    }
}
