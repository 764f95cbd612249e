package dev.jacquard.processor.emit.cuda;

import static dev.jacquard.model.Loss.MEAN_SQUARED_ERROR;
import static dev.jacquard.model.Loss.SPARSE_CATEGORICAL_CROSSENTROPY;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the persistent kernel of a chain of dense layers. Every block keeps the weights of its units, with the optimizer's state, in shared
 * memory for a whole launch of many steps; what travels between blocks is each layer's result, once, behind one barrier of the grid.
 *
 * <p>A block keeps of layer 1 the rows of its own units (what they receive) and of each later layer the columns of its own units of the
 * layer before (what they send), because the gradient of those needs no other block. The rows of a later layer are published in global memory
 * after each update and travel with the exchanged results. A narrow output layer is computed by every block for itself.
 *
 * <p>Batch size, optimizer, the division into blocks and what one input is (bytes with a scale, or floats) are definitions given to the
 * compiler: one text serves all.
 */
public final class DenseChainText {
    private final DenseChain chain;
    private final int depth;
    private final boolean sharesOutput;
    private final StringBuilder text = new StringBuilder();

    private DenseChainText(DenseChain chain) {
        this.chain = chain;
        depth = chain.depth();
        sharesOutput = chain.sharesOutput();
    }

    /** The text, to stand behind the runtime's dense-chain templates. */
    public static String write(DenseChain chain) {
        DenseChainText writer = new DenseChainText(chain);
        writer.title();
        writer.sizes();
        writer.kept();
        writer.scratch();
        writer.memory();
        writer.place();
        writer.activations();
        writer.kernel();
        return writer.text.toString();
    }

    private void title() {
        String layers = chain.layers().stream().map(layer -> layer.name() + " " + layer.units() + " "
                + layer.activation().name().toLowerCase(Locale.ROOT) + (layer.dropoutRate() == 0 ? "" : " dropout " + layer.dropoutRate()))
                .collect(Collectors.joining(", "));
        line("// %s: %d inputs -> %s; %s.", chain.name(), chain.inputs(), layers, chain.loss().name().toLowerCase(Locale.ROOT));
        line("");
    }

    private void sizes() {
        line("constexpr int ROWS = divide_up(BATCH, ROW_GROUPS);  // rows of a batch that a block sees");
        line("constexpr int WARPS = THREADS / 32;");
        line("constexpr int LANES = smaller(32, power_of_two_below(larger(1, THREADS / ROWS)));  // that share a row");
        for (int l = 0; l <= depth; l++) {
            line("constexpr int WIDTH_%d = %d;", l, chain.width(l));
        }
        line("using Input = INPUT_TYPE;");
        line("constexpr int INPUT_BYTES = round_up(WIDTH_0 * sizeof(Input), 16), INPUTS = INPUT_BYTES / sizeof(Input), CHUNKS = INPUTS / 4;");
        line("constexpr int TARGET_BYTES = %d;", chain.targetBytes());
        line("");
        line("// OWN: units of a layer that a block computes; TILE: numbers of a layer in one exchanged row, filled up to a multiple of 4.");
        for (int l = 1; l <= depth; l++) {
            if (exchanged(l)) {
                line("constexpr int OWN_%1$d = divide_up(WIDTH_%1$d, UNIT_GROUPS), TILE_%1$d = round_up(OWN_%1$d * UNIT_GROUPS, 4);", l);
            } else {
                line("constexpr int OWN_%1$d = WIDTH_%1$d, TILE_%1$d = round_up(WIDTH_%1$d, 4);", l);
            }
        }
        line("");
        line("// Layer 1 is computed in tiles of some rows and some units.");
        line("constexpr int TILE_UNITS = smaller(8, power_of_two_above(OWN_1)), UNITS_1 = round_up(OWN_1, TILE_UNITS);");
        line("constexpr int TILE_ROWS = smaller(32 / TILE_UNITS, power_of_two_below(larger(1, ROWS * (UNITS_1 / TILE_UNITS) / WARPS)));");
        line("constexpr int TILES = divide_up(ROWS, TILE_ROWS) * (UNITS_1 / TILE_UNITS);");
        for (int l = 2; l < depth; l++) {
            line("constexpr int UNITS_%1$d = OWN_%1$d;", l);
        }
        line("constexpr int MATRIX = %s;  // the largest matrix gathered from other blocks", largest(tileSizes()));
        line("constexpr int PUBLISHED = %s;", largest(rowSizes()));
        line("constexpr int EXCHANGES = %d;", exchanges());
        line("");
    }

    private List<String> tileSizes() {
        return IntStream.range(1, depth).mapToObj(l -> "ROWS * (TILE_" + l + " + 4)").toList();
    }

    private List<String> rowSizes() {
        return IntStream.rangeClosed(2, depth).mapToObj(l -> "OWN_" + l + " * (TILE_" + (l - 1) + " + 4)").toList();
    }

    private static String largest(List<String> sizes) {
        String largest = "4";
        for (String size : sizes) {
            largest = "larger(" + largest + ", " + size + ")";
        }
        return largest;
    }

    private boolean exchanged(int layer) {
        return layer < depth || sharesOutput;
    }

    private int exchanges() {
        return (sharesOutput ? depth : depth - 1) + Math.max(0, depth - 2);
    }

    private void kept() {
        line("// The parameters a block keeps.");
        line("struct Kept {");
        line("  float weights_1[UNITS_1 * INPUTS];  // (units, inputs)");
        for (int l = 2; l <= depth; l++) {
            line("  float weights_%1$d[OWN_%2$d * TILE_%1$d];  // (units of layer %2$d, units of layer %1$d)", l, l - 1);
        }
        for (int l = 1; l <= depth; l++) {
            line("  float bias_%1$d[round_up(OWN_%1$d, 4)];", l);
        }
        line("};");
        line("constexpr int KEPT = sizeof(Kept) / 4, SLICE = round_up(divide_up(KEPT, ROW_GROUPS), 4);");
        line("");
    }

    private void scratch() {
        line("// What blocks exchange through global memory; a batch's half alternates so that nobody overwrites what others still read.");
        line("struct Scratch {");
        line("  u32 exchanged[ROW_GROUPS][EXCHANGES][32];");
        line("  u32 reduced[UNIT_GROUPS][2][32];");
        for (int l = 1; l <= depth; l++) {
            if (exchanged(l)) {
                line("  float values_%1$d[2][ROW_GROUPS][ROWS * TILE_%1$d];", l);
            }
        }
        for (int l = 2; l < depth; l++) {
            line("  float errors_%1$d[2][ROW_GROUPS][ROWS * TILE_%1$d];", l);
        }
        for (int l = 2; l <= depth; l++) {
            line("  float weights_%1$d[2][ROW_GROUPS][round_up(%3$s, 4) * TILE_%2$d];  // (units of layer %1$d, units of layer %2$d)", l, l - 1,
                    exchanged(l) ? "OWN_" + l + " * UNIT_GROUPS" : "WIDTH_" + l);
        }
        line("  float partial[UNIT_GROUPS][ROW_GROUPS][ROW_GROUPS == 1 ? 4 : KEPT];");
        line("  float fresh[UNIT_GROUPS][ROW_GROUPS == 1 ? 4 : KEPT];");
        line("};");
        line("");
    }

    private void memory() {
        line("// A block's shared memory.");
        line("struct __align__(16) Memory {");
        line("  u8 inputs[2][round_up(ROWS, TILE_ROWS) * INPUT_BYTES];");
        line("  u8 targets[2][round_up(ROWS * TARGET_BYTES, 16)];");
        line("  int index[2][round_up(ROWS, 4)];");
        line("  Kept kept;");
        line("  float gradient[ROW_GROUPS == 1 ? KEPT : 4];");
        line("  float state[larger(1, SLOTS) * SLICE];");
        line("  float matrix[round_up(MATRIX, 4)];  // results or errors of a whole layer");
        line("  float published[round_up(PUBLISHED, 4)];  // weights of the layer that is being computed");
        line("  float scores[ROWS * (TILE_%d + 4)];  // of the output, then their gradient", depth);
        for (int l = 1; l <= hidden(); l++) {
            line("  float value_%1$d[round_up(ROWS * UNITS_%1$d, 4)], slope_%1$d[round_up(ROWS * UNITS_%1$d, 4)], "
                    + "error_%1$d[round_up(ROWS * UNITS_%1$d, 4)];", l);
        }
        line("  float loss[round_up(ROWS, 4)], last_loss[round_up(ROWS, 4)], hits[round_up(ROWS, 4)];");
        line("  float one[4];");
        line("};");
        line("");
        line("// What the host must set aside.");
        line("extern \"C\" __device__ const u32 memory_bytes = sizeof(Memory);");
        line("extern \"C\" __device__ const u32 scratch_bytes = sizeof(Scratch);");
        line("extern \"C\" __device__ const u32 counter_bytes = sizeof(Scratch::exchanged) + sizeof(Scratch::reduced);");
        line("");
    }

    /** Layers with values and errors of their own in each block; of a single layer, layer 1 is the output and has errors too. */
    private int hidden() {
        return Math.max(1, depth - 1);
    }

    private void place() {
        line("// Where kept parameter i of a group of units lies in the arena; -1 where it only fills up a row.");
        line("DEVICE int place(int i, int group) {");
        line("  if (i < UNITS_1 * INPUTS) {");
        line("    const int own = i / INPUTS, input = i %% INPUTS, unit = group * OWN_1 + own;");
        line("    return own < OWN_1 && unit < WIDTH_1 && input < WIDTH_0 ? %d + input * WIDTH_1 + unit : -1;", chain.layer(1).kernelOffset());
        line("  }");
        line("  i -= UNITS_1 * INPUTS;");
        for (int l = 2; l <= depth; l++) {
            line("  if (i < OWN_%2$d * TILE_%1$d) {", l, l - 1);
            line("    const int from = group * OWN_%2$d + i / TILE_%1$d, to = i %% TILE_%1$d;", l, l - 1);
            line("    return from < WIDTH_%2$d && to < WIDTH_%1$d ? %3$d + from * WIDTH_%1$d + to : -1;", l, l - 1,
                    chain.layer(l).kernelOffset());
            line("  }");
            line("  i -= OWN_%2$d * TILE_%1$d;", l, l - 1);
        }
        for (int l = 1; l <= depth; l++) {
            line("  if (i < round_up(OWN_%1$d, 4)) {", l);
            if (chain.layer(l).biasOffset() < 0) {
                line("    return -1;");
            } else if (exchanged(l)) {
                line("    const int unit = group * OWN_%1$d + i;", l);
                line("    return i < OWN_%1$d && unit < WIDTH_%1$d ? %2$d + unit : -1;", l, chain.layer(l).biasOffset());
            } else {
                line("    return i < WIDTH_%1$d ? %2$d + i : -1;", l, chain.layer(l).biasOffset());
            }
            line("  }");
            if (l < depth) {
                line("  i -= round_up(OWN_%1$d, 4);", l);
            }
        }
        line("  return -1;");
        line("}");
        line("");
    }

    private void activations() {
        for (int l = 1; l <= depth; l++) {
            DenseLayer layer = chain.layer(l);
            boolean output = l == depth;
            if (output && chain.loss() != MEAN_SQUARED_ERROR) {
                continue;
            }
            ActivationText activation = ActivationText.of(layer.activation());
            boolean drops = layer.dropoutRate() > 0;
            line("// %s", layer.name());
            line("DEVICE float activated_%d(float z, float& slope%s) {", l, drops ? ", u32 key, u32 index" : "");
            line("  const float y = %s;", activation.value());
            line("  slope = %s;", activation.slope());
            if (drops) {
                float rate = (float) layer.dropoutRate();
                line("  const float mask = random_bits(key, index) >> 8 >= %du ? %sf : 0.f;", Math.round(rate * 0x1p24f),
                        Float.toString(1 / (1 - rate)));
                line("  slope *= mask;");
                line("  return y * mask;");
            } else {
                line("  return y;");
            }
            line("}");
            line("");
        }
    }

    private void kernel() {
        line("extern \"C\" __global__ void __launch_bounds__(THREADS, 1) train(const Run run) {");
        line("  Memory& m = *(Memory*) block_memory();");
        line("  Scratch& s = *(Scratch*) run.scratch;");
        line("  const int t = threadIdx.x, group = blockIdx.x %% UNIT_GROUPS, row_group = blockIdx.x / UNIT_GROUPS;");
        line("  const int first_row = row_group * ROWS, steps = divide_up(run.rows, BATCH);");
        line("  Kept* const gradient = ROW_GROUPS == 1 ? (Kept*) m.gradient : (Kept*) s.partial[group][row_group];");
        line("");
        start();
        line("");
        line("  for (int step = 0; step < steps; step++) {");
        line("    const int half = step & 1, rows = smaller(BATCH, run.rows - step * BATCH);");
        line("    const float weight = 1.f / rows;  // of a row in the loss");
        line("    const Rates rates = run.rates[step];");
        for (int l = 1; l <= depth; l++) {
            if (chain.layer(l).dropoutRate() > 0) {
                line("    const u32 key_%d = random_key(mixed_seed, run.first_step + step, %d);", l, chain.layer(l).randomStream());
            }
        }
        line("    await_copies();");
        line("    __syncthreads();");
        for (int l = 2; l <= depth; l++) {
            line("    for (int i = THREADS - 1 - t; i < OWN_%2$d * WIDTH_%1$d; i += THREADS) {", l, l - 1);
            line("      const int own = i / WIDTH_%1$d, to = i %% WIDTH_%1$d;", l);
            line("      write_shared(&s.weights_%1$d[half][row_group][to * TILE_%2$d + group * OWN_%2$d + own], "
                    + "m.kept.weights_%1$d[own * TILE_%1$d + to]);", l, l - 1);
            line("    }");
        }
        int barrier = 0;
        firstLayer(barrier++);
        for (int l = 2; l <= depth; l++) {
            if (exchanged(l)) {
                laterLayer(l, barrier++);
            }
        }
        output();
        for (int l = depth - 1; l >= 2; l--) {
            back(l, barrier++);
        }
        firstGradients();
        update();
        line("  }");
        line("");
        end();
        line("}");
    }

    private void start() {
        line("  for (int i = t; i < (int) (sizeof(Memory) / 4); i += THREADS) {");
        line("    ((float*) &m)[i] = 0;");
        line("  }");
        line("  __syncthreads();");
        line("  for (int i = t; i < KEPT; i += THREADS) {");
        line("    const int at = place(i, group);");
        line("    if (at >= 0) {");
        line("      ((float*) &m.kept)[i] = run.parameters[at];");
        line("      const int slot = i - row_group * SLICE;");
        line("      if (slot >= 0 && slot < SLICE) {");
        line("        for (int k = 0; k < SLOTS; k++) {");
        line("          m.state[k * SLICE + slot] = run.state[k * %dl + at];", chain.parameters());
        line("        }");
        line("      }");
        line("    }");
        line("  }");
        line("  for (int r = t; r < ROWS; r += THREADS) {");
        line("    m.index[0][r] = run.order[smaller(first_row + r, run.rows - 1)];");
        line("  }");
        line("  if (t == 0) {");
        line("    m.one[0] = 1;");
        line("  }");
        if (chain.layers().stream().anyMatch(layer -> layer.dropoutRate() > 0)) {
            line("  const u64 mixed_seed = mix(run.seed);");
        }
        line("  __syncthreads();");
        line("  fetch<ROWS, INPUT_BYTES, TARGET_BYTES>(m.inputs[0], m.targets[0], m.index[0], m.index[1], run, 0, first_row);");
    }

    private void firstLayer(int barrier) {
        DenseLayer layer = chain.layer(1);
        line("");
        line("    // %s: (%d) -> (%d)", layer.name(), chain.width(0), chain.width(1));
        line("    for (int tile = warp(); tile < TILES; tile += WARPS) {");
        line("      const int row = tile / (UNITS_1 / TILE_UNITS) * TILE_ROWS, unit = tile %% (UNITS_1 / TILE_UNITS) * TILE_UNITS;");
        line("      float z = rows_times_units<TILE_ROWS, TILE_UNITS, CHUNKS>((const Input*) m.inputs[half] + row * INPUTS, "
                + "m.kept.weights_1 + unit * INPUTS);");
        line("      const int r = row + lane() / TILE_UNITS, u = unit + lane() %% TILE_UNITS;");
        line("      if (lane() < TILE_ROWS * TILE_UNITS && r < ROWS && u < OWN_1) {");
        line("        z = z * INPUT_SCALE + m.kept.bias_1[u];");
        finish(1, "u", "        ");
        line("      }");
        line("    }");
        line("    arrive(s.exchanged[row_group][%d]);", barrier);
        line("    if (step + 1 < steps) {");
        line("      fetch<ROWS, INPUT_BYTES, TARGET_BYTES>(m.inputs[1 - half], m.targets[1 - half], m.index[1 - half], m.index[half], run, "
                + "step + 1, first_row);");
        line("    }");
        line("    await(s.exchanged[row_group][%d], UNIT_GROUPS * (step + 1));", barrier);
    }

    /** From the sum z of row r and own unit u to its value, slope and the exchanged copy. */
    private void finish(int l, String u, String indent) {
        String exchange = "write_shared(&s.values_%1$d[half][row_group][r * TILE_%1$d + group * OWN_%1$d + %2$s], ".formatted(l, u);
        line("%sconst int unit_%d = group * OWN_%d + %s;", indent, l, l, u);
        if (l == depth) {
            line("%s%sunit_%d < WIDTH_%d ? z : 0.f);", indent, exchange, l, l);
            return;
        }
        boolean drops = chain.layer(l).dropoutRate() > 0;
        line("%sfloat slope = 0, y = 0;", indent);
        line("%sif (unit_%d < WIDTH_%d) {", indent, l, l);
        line("%s  y = activated_%d(z, slope%s);", indent, l,
                drops ? ", key_%1$d, (first_row + r) * WIDTH_%1$d + unit_%1$d".formatted(l) : "");
        line("%s}", indent);
        line("%sm.value_%d[r * UNITS_%d + %s] = y;", indent, l, l, u);
        line("%sm.slope_%d[r * UNITS_%d + %s] = slope;", indent, l, l, u);
        line("%s%sy);", indent, exchange);
    }

    private void rowLoop() {
        line("    for (int base = 0; base < ROWS; base += THREADS / LANES) {");
        line("      const int r = base + t / LANES, p = t %% LANES, row = smaller(r, ROWS - 1);");
    }

    private void laterLayer(int l, int barrier) {
        line("");
        line("    // %s: (%d) -> (%d)", chain.layer(l).name(), chain.width(l - 1), chain.width(l));
        line("    gather<ROWS, TILE_%1$d>(m.matrix, s.values_%1$d[half][row_group]);", l - 1);
        line("    gather<OWN_%1$d, TILE_%2$d>(m.published, s.weights_%1$d[half][row_group] + group * OWN_%1$d * TILE_%2$d);", l, l - 1);
        line("    __syncthreads();");
        rowLoop();
        line("      float sum[divide_up(OWN_%d, LANES)];", l);
        line("      row_times_units<OWN_%1$d, TILE_%2$d / 4, TILE_%2$d + 4, LANES>(sum, m.matrix + row * (TILE_%2$d + 4), m.published, p);", l,
                l - 1);
        line("#pragma unroll");
        line("      for (int i = 0; i < divide_up(OWN_%d, LANES); i++) {", l);
        line("        const int u = i * LANES + p;");
        line("        if (r < ROWS && u < OWN_%d) {", l);
        line("          const float z = sum[i] + m.kept.bias_%d[u];", l);
        finish(l, "u", "          ");
        line("        }");
        line("      }");
        line("    }");
        line("    arrive(s.exchanged[row_group][%d]);", barrier);
        line("    await(s.exchanged[row_group][%d], UNIT_GROUPS * (step + 1));", barrier);
    }

    private void output() {
        DenseLayer layer = chain.layer(depth);
        int n = depth;
        line("");
        line("    // %s: %sthe loss and its gradient", layer.name(),
                sharesOutput ? "" : "(%d) -> (%d), ".formatted(chain.width(n - 1), chain.width(n)));
        if (sharesOutput) {
            line("    gather<ROWS, TILE_%1$d>(m.scores, s.values_%1$d[half][row_group]);", n);
            line("    __syncthreads();");
            line("    for (int base = 0; base < ROWS; base += WARPS) {");
            line("      constexpr int LANES = 32;");
            line("      const int r = base + warp(), p = lane(), row = smaller(r, ROWS - 1);");
        } else {
            line("    gather<ROWS, TILE_%1$d>(m.matrix, s.values_%1$d[half][row_group]);", n - 1);
            line("    gather<WIDTH_%1$d, TILE_%2$d>(m.published, s.weights_%1$d[half][row_group]);", n, n - 1);
            line("    __syncthreads();");
            rowLoop();
        }
        line("      constexpr int PARTS = divide_up(WIDTH_%d, LANES);", n);
        line("      float z[PARTS];");
        if (sharesOutput) {
            line("#pragma unroll");
            line("      for (int i = 0; i < PARTS; i++) {");
            line("        z[i] = i * LANES + p < WIDTH_%1$d ? m.scores[row * (TILE_%1$d + 4) + i * LANES + p] : 0.f;", n);
            line("      }");
        } else {
            line("      row_times_units<WIDTH_%1$d, TILE_%2$d / 4, TILE_%2$d + 4, LANES>(z, m.matrix + row * (TILE_%2$d + 4), m.published, p);", n,
                    n - 1);
            line("#pragma unroll");
            line("      for (int i = 0; i < PARTS; i++) {");
            line("        z[i] += i * LANES + p < WIDTH_%1$d ? m.kept.bias_%1$d[i * LANES + p] : 0.f;", n);
            line("      }");
        }
        line("      const bool there = r < ROWS && first_row + r < rows;");
        verdict();
        line("      if (r < ROWS) {");
        line("#pragma unroll");
        line("        for (int i = 0; i < PARTS; i++) {");
        line("          if (i * LANES + p < WIDTH_%d) {", n);
        line("            m.scores[r * (TILE_%d + 4) + i * LANES + p] = there ? z[i] : 0.f;", n);
        line("          }");
        line("        }");
        line("        if (p == 0) {");
        line("          m.last_loss[r] = there ? verdict.loss : 0.f;");
        line("          m.loss[r] += m.last_loss[r];");
        line("          m.hits[r] += there ? verdict.hit : 0.f;");
        line("        }");
        line("      }");
        if (n > 1 && !sharesOutput) {
            line("      __syncwarp();");
            sendBack(n - 1, "m.scores");
            line("    }");
        } else if (n > 1) {
            line("    }");
            line("    __syncthreads();");
            rowLoop();
            sendBack(n - 1, "m.scores");
            line("    }");
        } else {
            line("    }");
            line("    __syncthreads();");
            line("    for (int i = t; i < ROWS * OWN_1; i += THREADS) {");
            line("      const int r = i / OWN_1, u = i %% OWN_1;");
            line("      m.error_1[r * UNITS_1 + u] = m.scores[r * (TILE_1 + 4) + group * OWN_1 + u];");
            line("    }");
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
            line("      float slope[PARTS];");
            line("#pragma unroll");
            line("      for (int i = 0; i < PARTS; i++) {");
            line("        z[i] = activated_%d(z[i], slope[i]);", depth);
            line("      }");
        }
        line("      const Verdict verdict = " + call.replace("%", "%%").replace("%%d", "%1$d").replace("%%s", "%2$s") + ";", depth, target);
    }

    /** Errors of own units of layer l from the errors of layer l + 1 of the same row. */
    private void sendBack(int l, String errors) {
        line("      float back[divide_up(OWN_%d, LANES)];", l);
        line("      row_times_units<OWN_%1$d, TILE_%2$d / 4, TILE_%2$d, LANES>(back, %3$s + row * (TILE_%2$d + 4), m.kept.weights_%2$d, p);", l,
                l + 1, errors);
        line("#pragma unroll");
        line("      for (int i = 0; i < divide_up(OWN_%d, LANES); i++) {", l);
        line("        const int u = i * LANES + p;");
        line("        if (r < ROWS && u < OWN_%d) {", l);
        line("          const float error = back[i] * m.slope_%1$d[r * UNITS_%1$d + u];", l);
        line("          m.error_%1$d[r * UNITS_%1$d + u] = error;", l);
        if (l > 1) {
            line("          write_shared(&s.errors_%1$d[half][row_group][r * TILE_%1$d + group * OWN_%1$d + u], error);", l);
        }
        line("        }");
        line("      }");
    }

    private String errorsOf(int l) {
        return l == depth ? "m.scores" : "m.matrix";
    }

    private void back(int l, int barrier) {
        line("");
        line("    // %s: gradients of what it sends, while its errors travel; then the errors of %s", chain.layer(l).name(),
                chain.layer(l - 1).name());
        line("    arrive(s.exchanged[row_group][%d]);", barrier);
        smallGradients(l, false);
        line("    await(s.exchanged[row_group][%d], UNIT_GROUPS * (step + 1));", barrier);
        line("    gather<ROWS, TILE_%1$d>(m.matrix, s.errors_%1$d[half][row_group]);", l);
        line("    __syncthreads();");
        rowLoop();
        sendBack(l - 1, "m.matrix");
        line("    }");
    }

    /** Gradients of the weights from layer l to l + 1 and of the biases of l + 1, and on request those of layer l. */
    private void smallGradients(int l, boolean ownBias) {
        int to = l + 1;
        List<String> counts = new ArrayList<>();
        counts.add("OWN_%d * WIDTH_%d".formatted(l, to));
        boolean biasTo = chain.layer(to).biasOffset() >= 0;
        if (biasTo) {
            counts.add(exchanged(to) ? "OWN_" + to : "WIDTH_" + to);
        }
        boolean biasOwn = ownBias && chain.layer(l).biasOffset() >= 0;
        if (biasOwn) {
            counts.add("OWN_" + l);
        }
        line("    for (int i = THREADS - 1 - t; i < %s; i += THREADS) {", String.join(" + ", counts));
        line("      const float *a = %s, *b = m.one;", errorsOf(to));
        line("      int a_stride = TILE_%d + 4, b_stride = 0, rest = i;", to);
        line("      float* gradient_of;");
        line("      if (rest < OWN_%d * WIDTH_%d) {", l, to);
        line("        const int own = rest / WIDTH_%1$d, unit = rest %% WIDTH_%1$d;", to);
        line("        a += unit;");
        line("        b = m.value_%d + own;", l);
        line("        b_stride = UNITS_%d;", l);
        line("        gradient_of = gradient->weights_%1$d + own * TILE_%1$d + unit;", to);
        String before = "OWN_%d * WIDTH_%d".formatted(l, to);
        if (biasTo) {
            line("      } else if ((rest -= %s) < %s) {", before, counts.get(1));
            line("        a += %srest;", exchanged(to) ? "group * OWN_" + to + " + " : "");
            line("        gradient_of = gradient->bias_%d + rest;", to);
            before = counts.get(1);
        }
        if (biasOwn) {
            line("      } else {");
            line("        rest -= %s;", before);
            line("        a = m.error_%d + rest;", l);
            line("        a_stride = UNITS_%d;", l);
            line("        gradient_of = gradient->bias_%d + rest;", l);
        }
        if (!biasTo && !biasOwn) {
            line("      } else {");
            line("        break;");
        }
        line("      }");
        line("      put_gradient(gradient_of, sum_of_products<ROWS>(a, a_stride, b, b_stride));");
        line("    }");
    }

    private void firstGradients() {
        line("    __syncthreads();");
        line("");
        line("    // gradients of what %s receives%s", chain.layer(1).name(), depth > 1 ? " and sends" : "");
        if (depth > 1) {
            smallGradients(1, true);
        } else if (chain.layer(1).biasOffset() >= 0) {
            line("    for (int u = THREADS - 1 - t; u < OWN_1; u += THREADS) {");
            line("      put_gradient(gradient->bias_1 + u, sum_of_products<ROWS>(m.error_1 + u, UNITS_1, m.one, 0));");
            line("    }");
        }
        line("    input_gradient<ROWS, TILE_UNITS, UNITS_1, CHUNKS>(gradient->weights_1, (const Input*) m.inputs[half], m.error_1, INPUT_SCALE);");
    }

    private void update() {
        line("");
        line("#if ROW_GROUPS == 1");
        line("    __syncthreads();");
        line("    update<KEPT>((float*) &m.kept, m.gradient, m.state, rates);");
        line("#else");
        line("    update_together<KEPT, SLICE>((float*) &m.kept, s.partial[group][0], s.fresh[group], m.state, rates, row_group, "
                + "s.reduced[group][0], step);");
        line("#endif");
    }

    private void end() {
        line("  // What the blocks kept goes back to the arena.");
        line("  __syncthreads();");
        line("  for (int i = t; i < KEPT; i += THREADS) {");
        line("    const int at = place(i, group), slot = i - row_group * SLICE;");
        line("    if (at >= 0) {");
        line("      if (row_group == 0) {");
        line("        run.parameters[at] = ((float*) &m.kept)[i];");
        line("      }");
        line("      if (slot >= 0 && slot < SLICE) {");
        line("        for (int k = 0; k < SLOTS; k++) {");
        line("          run.state[k * %dl + at] = m.state[k * SLICE + slot];", chain.parameters());
        line("        }");
        line("      }");
        line("    }");
        line("  }");
        line("  if (group == 0) {");
        line("    for (int r = t; r < ROWS && first_row + r < BATCH; r += THREADS) {");
        line("      run.sums[first_row + r] = m.loss[r];");
        line("      run.sums[BATCH + first_row + r] = m.last_loss[r];");
        line("      run.sums[2 * BATCH + first_row + r] = m.hits[r];");
        line("    }");
        line("  }");
    }

    private void line(String format, Object... arguments) {
        text.append(arguments.length == 0 ? format.replace("%%", "%") : format.formatted(arguments)).append('\n');
    }
}
