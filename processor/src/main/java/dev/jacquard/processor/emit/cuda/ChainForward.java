package dev.jacquard.processor.emit.cuda;

import static dev.jacquard.model.Loss.MEAN_SQUARED_ERROR;
import static dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY;

/** The way forward through the chain: each layer's values, the loss and its gradient. */
final class ChainForward {
    private final DenseChain chain;
    private final KernelText text;
    private final ChainGradients gradients;

    ChainForward(DenseChain chain, KernelText text, ChainGradients gradients) {
        this.chain = chain;
        this.text = text;
        this.gradients = gradients;
    }

    /** Layer 1 from the rows of the batch, which are replaced by the next ones meanwhile. */
    void firstLayer() {
        DenseLayer layer = chain.layer(1);
        text.line("");
        text.line("    // %s: (%d) -> (%d)", layer.name(), chain.width(0), chain.width(1));
        text.line("    for (int tile = warp(); tile < TILES; tile += WARPS) {");
        text.line("      const int row = tile / (UNITS_1 / TILE_UNITS) * TILE_ROWS, unit = tile %% (UNITS_1 / TILE_UNITS) * TILE_UNITS;");
        text.line("      float z = rows_times_units<TILE_ROWS, TILE_UNITS, CHUNKS>((const Input*) m.inputs[half] + row * INPUTS, "
                + "m.kept.weights_1 + unit * INPUTS);");
        text.line("      const int r = row + lane() / TILE_UNITS, u = unit + lane() %% TILE_UNITS;");
        text.line("      if (lane() < TILE_ROWS * TILE_UNITS && r < ROWS && u < OWN_1) {");
        text.line("        z = z * INPUT_SCALE + m.kept.bias_1[u];");
        finish(1, "u", "        ");
        text.line("      }");
        text.line("    }");
        send(1);
        text.line("    if (step + 1 < steps) {");
        text.line("      fetch<ROWS, INPUT_BYTES, TARGET_BYTES>(m.inputs[1 - half], m.targets[1 - half], m.index[1 - half], m.index[half], run, "
                + "step + 1, first_row);");
        text.line("    }");
    }

    /** What the block made of layer l goes to the others; the weights of the next layer, which were sent before, are requested. */
    private void send(int l) {
        text.send("value", l);
        if (l < chain.depth()) {
            text.line("    Delivery<OWN_%1$d, OWN_%2$d * UNIT_GROUPS, TILE_%2$d, TILE_%2$d + 4> weights_%1$d;", l + 1, l);
            text.line("    request(weights_%1$d, %2$s, tag);", l + 1, weights(l + 1));
        }
    }

    /** The results of layer l, of all blocks, and the weights of the layer after it. */
    private void receive(int l, String to) {
        text.line("    Delivery<ROWS, OWN_%1$d * UNIT_GROUPS, TILE_%1$d, TILE_%1$d + 4> values_%1$d;", l);
        text.line("    request(values_%1$d, s.values_%1$d[half][row_group], tag);", l);
        if (l < chain.depth()) {
            text.line("    take(weights_%1$d, m.published, %2$s, tag);", l + 1, weights(l + 1));
        }
        text.line("    take(values_%1$d, %2$s, s.values_%1$d[half][row_group], tag);", l, to);
    }

    /** Where the weights are that own units of layer l receive. */
    private String weights(int l) {
        return "s.weights_%d[half][row_group][%s]".formatted(l, chain.exchanges(l) ? "group" : "0");
    }

    /** From the sum z of row r and own unit u to its value and slope. */
    private void finish(int l, String u, String indent) {
        text.line("%sconst int unit_%d = group * OWN_%d + %s;", indent, l, l, u);
        if (l == chain.depth()) {
            text.line("%1$sm.value_%2$d[r * UNITS_%2$d + %3$s] = unit_%2$d < WIDTH_%2$d ? z : 0.f;", indent, l, u);
            return;
        }
        boolean drops = chain.layer(l).dropoutRate() > 0;
        text.line("%sfloat slope = 0, y = 0;", indent);
        text.line("%sif (unit_%d < WIDTH_%d) {", indent, l, l);
        text.line("%s  y = activated_%d(z, slope%s);", indent, l,
                drops ? ", key_%1$d, (first_row + r) * WIDTH_%1$d + unit_%1$d".formatted(l) : "");
        text.line("%s}", indent);
        text.line("%sm.value_%d[r * UNITS_%d + %s] = y;", indent, l, l, u);
        text.line("%sm.slope_%d[r * UNITS_%d + %s] = slope;", indent, l, l, u);
    }

    /** A layer from what the blocks made of the one before. */
    void laterLayer(int l) {
        text.line("");
        text.line("    // %s: (%d) -> (%d)", chain.layer(l).name(), chain.width(l - 1), chain.width(l));
        receive(l - 1, "m.matrix");
        text.line("    __syncthreads();");
        text.rowLoop();
        text.line("      float sum[divide_up(OWN_%d, LANES)];", l);
        text.line("      row_times_units<OWN_%1$d, TILE_%2$d / 4, TILE_%2$d + 4, LANES, ROWS, TILE_%2$d + 4>(sum, m.matrix, r, m.published);", l,
                l - 1);
        text.line("#pragma unroll");
        text.line("      for (int i = 0; i < divide_up(OWN_%d, LANES); i++) {", l);
        text.line("        const int u = i * LANES + p;");
        text.line("        if (r < ROWS && u < OWN_%d) {", l);
        text.line("          const float z = sum[i] + m.kept.bias_%d[u];", l);
        finish(l, "u", "          ");
        text.line("        }");
        text.line("      }");
        text.line("    }");
        send(l);
    }

    /** The last layer where no block has it yet, the loss, its gradient, and the errors of the layer before. */
    void output() {
        DenseLayer layer = chain.layer(chain.depth());
        int n = chain.depth();
        text.line("");
        text.line("    // %s: %sthe loss and its gradient", layer.name(),
                chain.sharesOutput() ? "" : "(%d) -> (%d), ".formatted(chain.width(n - 1), chain.width(n)));
        if (chain.sharesOutput()) {
            receive(n, "m.scores");
            text.line("    __syncthreads();");
            text.line("    for (int base = 0; base < ROWS; base += WARPS) {");
            text.line("      constexpr int LANES = 32;");
            text.line("      const int r = base + warp(), p = lane();");
        } else {
            receive(n - 1, "m.matrix");
            text.line("    __syncthreads();");
            text.rowLoop();
        }
        text.line("      constexpr int PARTS = divide_up(WIDTH_%d, LANES);", n);
        text.line("      const int row = smaller(r, ROWS - 1);");
        text.line("      float z[PARTS];");
        if (chain.sharesOutput()) {
            text.line("#pragma unroll");
            text.line("      for (int i = 0; i < PARTS; i++) {");
            text.line("        z[i] = i * LANES + p < WIDTH_%1$d ? m.scores[row * (TILE_%1$d + 4) + i * LANES + p] : 0.f;", n);
            text.line("      }");
        } else {
            text.line("      row_times_units<WIDTH_%1$d, TILE_%2$d / 4, TILE_%2$d + 4, LANES, ROWS, TILE_%2$d + 4>(z, m.matrix, r, m.published);",
                    n,
                    n - 1);
            text.line("#pragma unroll");
            text.line("      for (int i = 0; i < PARTS; i++) {");
            text.line("        z[i] += i * LANES + p < WIDTH_%1$d ? m.kept.bias_%1$d[i * LANES + p] : 0.f;", n);
            text.line("      }");
        }
        text.line("      const bool there = r < ROWS && first_row + r < rows;");
        verdict();
        text.line("      if (r < ROWS) {");
        text.line("#pragma unroll");
        text.line("        for (int i = 0; i < PARTS; i++) {");
        text.line("          if (i * LANES + p < WIDTH_%d) {", n);
        text.line("            m.scores[r * (TILE_%d + 4) + i * LANES + p] = there ? z[i] : 0.f;", n);
        text.line("          }");
        text.line("        }");
        text.line("        if (p == 0) {");
        text.line("          m.last_loss[r] = there ? verdict.loss : 0.f;");
        text.line("          m.loss[r] += m.last_loss[r];");
        text.line("          m.hits[r] += there ? verdict.hit : 0.f;");
        text.line("        }");
        text.line("      }");
        if (n > 1 && !chain.sharesOutput()) {
            text.line("      __syncwarp();");
            gradients.sendBack(n - 1, "m.scores");
            text.line("    }");
        } else if (n > 1) {
            text.line("    }");
            text.line("    __syncthreads();");
            text.rowLoop();
            gradients.sendBack(n - 1, "m.scores");
            text.line("    }");
        } else {
            text.line("    }");
            text.line("    __syncthreads();");
            text.line("    for (int i = t; i < ROWS * OWN_1; i += THREADS) {");
            text.line("      const int r = i / OWN_1, u = i %% OWN_1;");
            text.line("      m.error_1[r * UNITS_1 + u] = m.scores[r * (TILE_1 + 4) + group * OWN_1 + u];");
            text.line("    }");
        }
    }

    private void verdict() {
        String target = "(const %s*) (m.targets[half] + row * TARGET_BYTES)"
                .formatted(chain.loss() == SPARSE_CATEGORICAL_CROSSENTROPY ? "int" : "float");
        String call = switch (chain.loss()) {
            case SPARSE_CATEGORICAL_CROSSENTROPY -> "softmax_label<WIDTH_%d, LANES>(z, *%s, weight, p)";
            case CATEGORICAL_CROSSENTROPY -> "softmax_distribution<WIDTH_%d, LANES>(z, %s, weight, p)";
            case BINARY_CROSSENTROPY -> "sigmoid_binary<WIDTH_%d, LANES>(z, %s, weight, p)";
            case MEAN_SQUARED_ERROR -> "squared_difference<WIDTH_%d, LANES>(z, slope, %s, weight, p)";
            case NONE -> throw new IllegalArgumentException(chain.name() + " has no loss");
        };
        if (chain.loss() == MEAN_SQUARED_ERROR) {
            text.line("      float slope[PARTS];");
            text.line("#pragma unroll");
            text.line("      for (int i = 0; i < PARTS; i++) {");
            text.line("        z[i] = activated_%d(z[i], slope[i]);", chain.depth());
            text.line("      }");
        }
        text.line("      const Verdict verdict = " + call.replace("%", "%%").replace("%%d", "%1$d").replace("%%s", "%2$s") + ";", chain.depth(),
                target);
    }
}
