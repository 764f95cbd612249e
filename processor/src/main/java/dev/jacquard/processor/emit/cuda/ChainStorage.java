package dev.jacquard.processor.emit.cuda;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a block of the persistent kernel keeps, what blocks exchange, and where each number is: the kernel's sizes and structures.
 */
final class ChainStorage {
    private final DenseChain chain;
    private final KernelText text;

    ChainStorage(DenseChain chain, KernelText text) {
        this.chain = chain;
        this.text = text;
    }

    /** Everything that stands before the kernel's functions. */
    void write() {
        sizes();
        kept();
        scratch();
        memory();
        place();
    }

    private void sizes() {
        text.line("constexpr int ROWS = divide_up(BATCH, ROW_GROUPS);  // rows of a batch that a block sees");
        text.line("constexpr int WARPS = THREADS / 32;");
        text.line("constexpr int LANES = smaller(32, power_of_two_below(larger(1, THREADS / ROWS)));  // that share a row");
        for (int l = 0; l <= chain.depth(); l++) {
            text.line("constexpr int WIDTH_%d = %d;", l, chain.width(l));
        }
        text.line("using Input = INPUT_TYPE;");
        text.line("constexpr int INPUT_BYTES = round_up(WIDTH_0 * sizeof(Input), 16), INPUTS = INPUT_BYTES / sizeof(Input), CHUNKS = INPUTS / 4;");
        text.line("constexpr int TARGET_BYTES = %d;", chain.targetBytes());
        text.line("");
        text.line("// OWN: units of a layer that a block computes; TILE: numbers of a layer in one exchanged row, filled up to a multiple of 4.");
        for (int l = 1; l <= chain.depth(); l++) {
            if (chain.exchanges(l)) {
                text.line("constexpr int OWN_%1$d = divide_up(WIDTH_%1$d, UNIT_GROUPS), TILE_%1$d = round_up(OWN_%1$d * UNIT_GROUPS, 4);", l);
            } else {
                text.line("constexpr int OWN_%1$d = WIDTH_%1$d, TILE_%1$d = round_up(WIDTH_%1$d, 4);", l);
            }
        }
        text.line("");
        text.line("// Layer 1 is computed in tiles of some rows and some units.");
        text.line("constexpr int TILE_UNITS = smaller(8, power_of_two_above(OWN_1)), UNITS_1 = round_up(OWN_1, TILE_UNITS);");
        text.line("constexpr int TILE_ROWS = smaller(32 / TILE_UNITS, power_of_two_below(larger(1, ROWS * (UNITS_1 / TILE_UNITS) / WARPS)));");
        text.line("constexpr int TILES = divide_up(ROWS, TILE_ROWS) * (UNITS_1 / TILE_UNITS);");
        for (int l = 2; l <= lastExchanged(); l++) {
            text.line("constexpr int UNITS_%1$d = OWN_%1$d;", l);
        }
        text.line("constexpr int MATRIX = %s;  // the largest matrix gathered from other blocks", largest(tileSizes()));
        text.line("constexpr int PUBLISHED = %s;", largest(rowSizes()));
        text.line("constexpr int TRIPLES = divide_up(ROWS, 3);  // packets that a column of a batch travels in");
        for (int l = 2; l <= chain.depth(); l++) {
            text.line("constexpr int SENT_%1$d = round_up(OWN_%1$d, 3);  // units of layer %1$d whose weights travel to one block", l);
        }
        text.line("");
    }

    private List<String> tileSizes() {
        return IntStream.range(1, chain.depth()).mapToObj(l -> "ROWS * (TILE_" + l + " + 4)").toList();
    }

    private List<String> rowSizes() {
        return IntStream.rangeClosed(2, chain.depth()).mapToObj(l -> "OWN_" + l + " * (TILE_" + (l - 1) + " + 4)").toList();
    }

    private static String largest(List<String> sizes) {
        String largest = "4";
        for (String size : sizes) {
            largest = "larger(" + largest + ", " + size + ")";
        }
        return largest;
    }

    /** The last layer whose results travel. */
    private int lastExchanged() {
        return chain.sharesOutput() ? chain.depth() : chain.depth() - 1;
    }

    private void kept() {
        text.line("// The parameters a block keeps.");
        text.line("struct Kept {");
        text.line("  float weights_1[UNITS_1 * INPUTS];  // (units, inputs)");
        for (int l = 2; l <= chain.depth(); l++) {
            text.line("  float weights_%1$d[OWN_%2$d * TILE_%1$d];  // (units of layer %2$d, units of layer %1$d)", l, l - 1);
        }
        for (int l = 1; l <= chain.depth(); l++) {
            text.line("  float bias_%1$d[round_up(OWN_%1$d, 4)];", l);
        }
        text.line("};");
        text.line("constexpr int KEPT = sizeof(Kept) / 4, SLICE = round_up(divide_up(KEPT, ROW_GROUPS), 4);");
        text.line("");
    }

    private void scratch() {
        text.line("// What blocks exchange through global memory; a batch's half alternates so that nobody overwrites what others still read.");
        text.line("struct Scratch {");
        text.line("  u32 reduced[UNIT_GROUPS][2][32];");
        for (int l = 1; l <= lastExchanged(); l++) {
            text.line("  float4 values_%1$d[2][ROW_GROUPS][TRIPLES * TILE_%1$d];", l);
        }
        for (int l = 2; l < chain.depth(); l++) {
            text.line("  float4 errors_%1$d[2][ROW_GROUPS][TRIPLES * TILE_%1$d];", l);
        }
        for (int l = 2; l <= chain.depth(); l++) {
            text.line("  float4 weights_%1$d[2][ROW_GROUPS][%3$s][SENT_%1$d / 3 * TILE_%2$d];  // (units of layer %1$d, units of layer %2$d)", l,
                    l - 1,
                    chain.exchanges(l) ? "UNIT_GROUPS" : "1");
        }
        text.line("  float partial[UNIT_GROUPS][ROW_GROUPS][ROW_GROUPS == 1 ? 4 : KEPT];");
        text.line("  float fresh[UNIT_GROUPS][ROW_GROUPS == 1 ? 4 : KEPT];");
        text.line("};");
        text.line("");
    }

    private void memory() {
        text.line("// A block's shared memory.");
        text.line("struct __align__(16) Memory {");
        text.line("  u8 inputs[2][round_up(ROWS, TILE_ROWS) * INPUT_BYTES];");
        text.line("  u8 targets[2][round_up(ROWS * TARGET_BYTES, 16)];");
        text.line("  int index[2][round_up(ROWS, 4)];");
        text.line("  Kept kept;");
        text.line("  float state[larger(1, SLOTS) * SLICE];");
        text.line("  float matrix[round_up(MATRIX, 4)];  // results or errors of a whole layer");
        text.line("  float published[round_up(PUBLISHED, 4)];  // weights of the layer that is being computed");
        text.line("  float scores[ROWS * (TILE_%d + 4)];  // of the output, then their gradient", chain.depth());
        for (int l = 1; l <= hidden(); l++) {
            text.line("  float value_%1$d[round_up(ROWS * UNITS_%1$d, 4)], slope_%1$d[round_up(ROWS * UNITS_%1$d, 4)], "
                    + "error_%1$d[round_up(ROWS * UNITS_%1$d, 4)];", l);
        }
        if (chain.sharesOutput() && chain.depth() > 1) {
            text.line("  float value_%1$d[round_up(ROWS * UNITS_%1$d, 4)];", chain.depth());
        }
        text.line("  float loss[round_up(ROWS, 4)], last_loss[round_up(ROWS, 4)], hits[round_up(ROWS, 4)];");
        text.line("  float one[4];");
        text.line("};");
        text.line("");
        text.line(
                "// What the host must set aside, in bytes: a block's shared memory, what blocks exchange, and of that the part that a launch finds cleared.");
        text.line("KERNEL tell_sizes(u32* bytes) {");
        text.line("  bytes[0] = sizeof(Memory);");
        text.line("  bytes[1] = sizeof(Scratch);");
        text.line("  bytes[2] = sizeof(Scratch) - sizeof(Scratch::partial) - sizeof(Scratch::fresh);");
        text.line("}");
        text.line("");
    }

    /** Layers with values and errors of their own in each block; of a single layer, layer 1 is the output and has errors too. */
    private int hidden() {
        return Math.max(1, chain.depth() - 1);
    }

    private void place() {
        text.line("// Where kept parameter i of a group of units lies in the arena; -1 where it only fills up a row.");
        text.line("DEVICE int place(int i, int group) {");
        text.line("  if (i < UNITS_1 * INPUTS) {");
        text.line("    const int own = i / INPUTS, input = i %% INPUTS, unit = group * OWN_1 + own;");
        text.line("    return own < OWN_1 && unit < WIDTH_1 && input < WIDTH_0 ? %d + input * WIDTH_1 + unit : -1;", chain.layer(1).kernelOffset());
        text.line("  }");
        text.line("  i -= UNITS_1 * INPUTS;");
        for (int l = 2; l <= chain.depth(); l++) {
            text.line("  if (i < OWN_%2$d * TILE_%1$d) {", l, l - 1);
            text.line("    const int from = group * OWN_%2$d + i / TILE_%1$d, to = i %% TILE_%1$d;", l, l - 1);
            text.line("    return from < WIDTH_%2$d && to < WIDTH_%1$d ? %3$d + from * WIDTH_%1$d + to : -1;", l, l - 1,
                    chain.layer(l).kernelOffset());
            text.line("  }");
            text.line("  i -= OWN_%2$d * TILE_%1$d;", l, l - 1);
        }
        for (int l = 1; l <= chain.depth(); l++) {
            text.line("  if (i < round_up(OWN_%1$d, 4)) {", l);
            if (chain.layer(l).biasOffset() < 0) {
                text.line("    return -1;");
            } else if (chain.exchanges(l)) {
                text.line("    const int unit = group * OWN_%1$d + i;", l);
                text.line("    return i < OWN_%1$d && unit < WIDTH_%1$d ? %2$d + unit : -1;", l, chain.layer(l).biasOffset());
            } else {
                text.line("    return i < WIDTH_%1$d ? %2$d + i : -1;", l, chain.layer(l).biasOffset());
            }
            text.line("  }");
            if (l < chain.depth()) {
                text.line("  i -= round_up(OWN_%1$d, 4);", l);
            }
        }
        text.line("  return -1;");
        text.line("}");
        text.line("");
    }
}
