package dev.jacquard.processor.emit.cuda;

/** The kernel itself: what happens before, in and after the steps of one launch. */
final class ChainKernel {
    private final DenseChain chain;
    private final KernelText text;
    private final ChainGradients gradients;
    private final ChainForward forward;

    ChainKernel(DenseChain chain, KernelText text) {
        this.chain = chain;
        this.text = text;
        gradients = new ChainGradients(chain, text);
        forward = new ChainForward(chain, text, gradients);
    }

    /** Writes it. */
    void write() {
        text.line("extern \"C\" __global__ void __launch_bounds__(THREADS, 1) train(const Run run) {");
        text.line("  Memory& m = *(Memory*) block_memory();");
        text.line("  Scratch& s = *(Scratch*) run.scratch;");
        text.line("  const int t = threadIdx.x, group = blockIdx.x %% UNIT_GROUPS, row_group = blockIdx.x / UNIT_GROUPS;");
        text.line("  const int first_row = row_group * ROWS, steps = divide_up(run.rows, BATCH);");
        text.line("");
        start();
        text.line("");
        text.line("  for (int step = 0; step < steps; step++) {");
        text.line("    const int half = step & 1, rows = smaller(BATCH, run.rows - step * BATCH);");
        text.line("    const u32 tag = step + 1;");
        text.line("    const float weight = 1.f / rows;  // of a row in the loss");
        text.line("    const Rates rates = run.rates[step];");
        for (int l = 1; l <= chain.depth(); l++) {
            if (chain.layer(l).dropoutRate() > 0) {
                text.line("    const u32 key_%d = random_key(mixed_seed, run.first_step + step, %d);", l, chain.layer(l).randomStream());
            }
        }
        text.line("    await_copies();");
        text.line("    __syncthreads();");
        text.line("    const Settling settling = {(float*) &m.kept, m.state, s.partial[group][row_group], rates};");
        for (int l = 2; l <= chain.depth(); l++) {
            text.line("    send<%3$sSENT_%1$d, OWN_%2$d, TILE_%2$d>(s.weights_%1$d[half][row_group][0], group * OWN_%2$d, tag, [&](int r, int own) {",
                    l,
                    l - 1, chain.exchanges(l) ? "UNIT_GROUPS * " : "");
            text.line("      const int to = r %% SENT_%d;", l);
            text.line("      return to < OWN_%1$d ? m.kept.weights_%1$d[own * TILE_%1$d + r / SENT_%1$d * OWN_%1$d + to] : 0.f;", l);
            text.line("    });");
        }
        forward.firstLayer();
        for (int l = 2; l <= chain.depth(); l++) {
            if (chain.exchanges(l)) {
                forward.laterLayer(l);
            }
        }
        forward.output();
        for (int l = chain.depth() - 1; l >= 2; l--) {
            gradients.back(l);
        }
        gradients.firstGradients();
        update();
        text.line("  }");
        text.line("");
        end();
        text.line("}");
    }

    private void start() {
        text.line("  for (int i = t; i < (int) (sizeof(Memory) / 4); i += THREADS) {");
        text.line("    ((float*) &m)[i] = 0;");
        text.line("  }");
        text.line("  __syncthreads();");
        text.line("  for (int i = t; i < KEPT; i += THREADS) {");
        text.line("    const int at = place(i, group);");
        text.line("    if (at >= 0) {");
        text.line("      ((float*) &m.kept)[i] = run.parameters[at];");
        text.line("      const int slot = i - row_group * SLICE;");
        text.line("      if (slot >= 0 && slot < SLICE) {");
        text.line("        for (int k = 0; k < SLOTS; k++) {");
        text.line("          m.state[k * SLICE + slot] = run.state[k * %dl + at];", chain.parameters());
        text.line("        }");
        text.line("      }");
        text.line("    }");
        text.line("  }");
        text.line("  for (int r = t; r < ROWS; r += THREADS) {");
        text.line("    m.index[0][r] = run.order[smaller(first_row + r, run.rows - 1)];");
        text.line("  }");
        text.line("  if (t == 0) {");
        text.line("    m.one[0] = 1;");
        text.line("  }");
        if (chain.layers().stream().anyMatch(layer -> layer.dropoutRate() > 0)) {
            text.line("  const u64 mixed_seed = mix(run.seed);");
        }
        text.line("  __syncthreads();");
        text.line("  fetch<ROWS, INPUT_BYTES, TARGET_BYTES>(m.inputs[0], m.targets[0], m.index[0], m.index[1], run, 0, first_row);");
    }

    private void update() {
        text.line("");
        text.line("#if ROW_GROUPS > 1");
        text.line("    update_together<KEPT, SLICE>((float*) &m.kept, s.partial[group][0], s.fresh[group], m.state, rates, row_group, "
                + "s.reduced[group][0], step);");
        text.line("#endif");
    }

    private void end() {
        text.line("  // What the blocks kept goes back to the arena.");
        text.line("  __syncthreads();");
        text.line("  for (int i = t; i < KEPT; i += THREADS) {");
        text.line("    const int at = place(i, group), slot = i - row_group * SLICE;");
        text.line("    if (at >= 0) {");
        text.line("      if (row_group == 0) {");
        text.line("        run.parameters[at] = ((float*) &m.kept)[i];");
        text.line("      }");
        text.line("      if (slot >= 0 && slot < SLICE) {");
        text.line("        for (int k = 0; k < SLOTS; k++) {");
        text.line("          run.state[k * %dl + at] = m.state[k * SLICE + slot];", chain.parameters());
        text.line("        }");
        text.line("      }");
        text.line("    }");
        text.line("  }");
        text.line("  if (group == 0) {");
        text.line("    for (int r = t; r < ROWS && first_row + r < BATCH; r += THREADS) {");
        text.line("      run.sums[first_row + r] = m.loss[r];");
        text.line("      run.sums[BATCH + first_row + r] = m.last_loss[r];");
        text.line("      run.sums[2 * BATCH + first_row + r] = m.hits[r];");
        text.line("    }");
        text.line("  }");
    }
}
