package dev.jacquard.processor.emit.cuda;

import java.util.ArrayList;
import java.util.List;

/** The way back through the chain: errors of each layer from those of the next one, and the gradients of what a block keeps. */
final class ChainGradients {
    private final DenseChain chain;
    private final KernelText text;

    ChainGradients(DenseChain chain, KernelText text) {
        this.chain = chain;
        this.text = text;
    }

    /** Errors of own units of layer l from the errors of layer l + 1 of the same row. */
    void sendBack(int l, String errors) {
        text.line("      float back[divide_up(OWN_%d, LANES)];", l);
        text.line("      row_times_units<OWN_%1$d, TILE_%2$d / 4, TILE_%2$d, LANES, ROWS, TILE_%2$d + 4>(back, %3$s, r, m.kept.weights_%2$d);", l,
                l + 1, errors);
        text.line("#pragma unroll");
        text.line("      for (int i = 0; i < divide_up(OWN_%d, LANES); i++) {", l);
        text.line("        const int u = i * LANES + p;");
        text.line("        if (r < ROWS && u < OWN_%d) {", l);
        text.line("          m.error_%1$d[r * UNITS_%1$d + u] = back[i] * m.slope_%1$d[r * UNITS_%1$d + u];", l);
        text.line("        }");
        text.line("      }");
    }

    /** The errors of layer l travel; gradients of what it sends meanwhile; then the errors of the layer before. */
    void back(int l) {
        text.line("");
        text.line("    // %s: gradients of what it sends, while its errors travel; then the errors of %s", chain.layer(l).name(),
                chain.layer(l - 1).name());
        text.send("error", l);
        smallGradients(l, false);
        text.line("    __syncthreads();");
        text.line("    receive<ROWS, OWN_%1$d * UNIT_GROUPS, TILE_%1$d, TILE_%1$d + 4>(m.matrix, s.errors_%1$d[half][row_group], tag);", l);
        text.line("    __syncthreads();");
        text.rowLoop();
        sendBack(l - 1, "m.matrix");
        text.line("    }");
    }

    private String errorsOf(int l) {
        return l == chain.depth() ? "m.scores" : "m.matrix";
    }

    /** Gradients of the weights from layer l to l + 1 and of the biases of l + 1, and on request those of layer l. */
    private void smallGradients(int l, boolean ownBias) {
        int to = l + 1;
        List<String> counts = new ArrayList<>();
        counts.add("OWN_%d * WIDTH_%d".formatted(l, to));
        boolean biasTo = chain.layer(to).biasOffset() >= 0;
        if (biasTo) {
            counts.add(chain.exchanges(to) ? "OWN_" + to : "WIDTH_" + to);
        }
        boolean biasOwn = ownBias && chain.layer(l).biasOffset() >= 0;
        if (biasOwn) {
            counts.add("OWN_" + l);
        }
        text.line("    for (int i = THREADS - 1 - t; i < %s; i += THREADS) {", String.join(" + ", counts));
        text.line("      const float *a = %s, *b = m.one;", errorsOf(to));
        text.line("      int a_stride = TILE_%d + 4, b_stride = 0, rest = i;", to);
        text.line("      const float* parameter;");
        text.line("      if (rest < OWN_%d * WIDTH_%d) {", l, to);
        text.line("        const int own = rest / WIDTH_%1$d, unit = rest %% WIDTH_%1$d;", to);
        text.line("        a += unit;");
        text.line("        b = m.value_%d + own;", l);
        text.line("        b_stride = UNITS_%d;", l);
        text.line("        parameter = m.kept.weights_%1$d + own * TILE_%1$d + unit;", to);
        String before = "OWN_%d * WIDTH_%d".formatted(l, to);
        if (biasTo) {
            text.line("      } else if ((rest -= %s) < %s) {", before, counts.get(1));
            text.line("        a += %srest;", chain.exchanges(to) ? "group * OWN_" + to + " + " : "");
            text.line("        parameter = m.kept.bias_%d + rest;", to);
            before = counts.get(1);
        }
        if (biasOwn) {
            text.line("      } else {");
            text.line("        rest -= %s;", before);
            text.line("        a = m.error_%d + rest;", l);
            text.line("        a_stride = UNITS_%d;", l);
            text.line("        parameter = m.kept.bias_%d + rest;", l);
        }
        if (!biasTo && !biasOwn) {
            text.line("      } else {");
            text.line("        break;");
        }
        text.line("      }");
        text.line("      settle<SLICE>(settling, parameter, sum_of_products<ROWS>(a, a_stride, b, b_stride));");
        text.line("    }");
    }

    /** Gradients of what layer 1 receives, and sends. */
    void firstGradients() {
        text.line("    __syncthreads();");
        text.line("");
        text.line("    // gradients of what %s receives%s", chain.layer(1).name(), chain.depth() > 1 ? " and sends" : "");
        if (chain.depth() > 1) {
            smallGradients(1, true);
        } else if (chain.layer(1).biasOffset() >= 0) {
            text.line("    for (int u = THREADS - 1 - t; u < OWN_1; u += THREADS) {");
            text.line("      settle<SLICE>(settling, m.kept.bias_1 + u, sum_of_products<ROWS>(m.error_1 + u, UNITS_1, m.one, 0));");
            text.line("    }");
        }
        text.line("    input_gradient<ROWS, TILE_UNITS, UNITS_1, CHUNKS, SLICE>((const Input*) m.inputs[half], m.error_1, INPUT_SCALE, settling);");
    }
}
