// The parts that the persistent kernel of a chain of dense layers is put together from. All sizes are known to the compiler.
//
// Blocks form a grid: UNIT_GROUPS blocks share the units of each layer, ROW_GROUPS of those share the rows of a batch.

// What one launch works through.
struct Run {
  const u8* inputs;       // rows of INPUT_STRIDE bytes, filled up with zeros
  const u8* targets;      // rows of TARGET_STRIDE bytes: labels or floats
  const int* order;       // row numbers in the order they are read
  const Rates* rates;     // one for each step
  float* parameters;      // the flat arena
  float* state;           // the optimizer's SLOTS arrays, each as long as the arena's trainable part
  u8* scratch;            // what blocks exchange; counters and packets, at its start, are zero
  float* sums;            // BATCH sums of losses, BATCH losses of the last step, BATCH counts of hits
  int rows;               // how many row numbers there are
  u32 first_step;         // number of the first step since training began
  u64 seed;
};

// Starts fetching one step's rows into shared memory: inputs, targets and the row numbers of the step after it.
template <int ROWS, int INPUT_BYTES, int TARGET_BYTES>
DEVICE void fetch(u8* inputs, u8* targets, const int* index, int* next_index, const Run& run, int step, int first_row) {
  constexpr int PIECES = INPUT_BYTES / 16;
  for (int i = threadIdx.x; i < ROWS * PIECES; i += THREADS) {
    const int r = i / PIECES, piece = i % PIECES;
    copy_16_bytes(inputs + r * INPUT_BYTES + piece * 16, run.inputs + (u64) index[r] * INPUT_BYTES + piece * 16);
  }
  constexpr int WORDS = TARGET_BYTES / 4;
  for (int i = threadIdx.x; i < ROWS * WORDS; i += THREADS) {
    const int r = i / WORDS, word = i % WORDS;
    copy_4_bytes(targets + r * TARGET_BYTES + word * 4, run.targets + (u64) index[r] * TARGET_BYTES + word * 4);
  }
  for (int r = threadIdx.x; r < ROWS; r += THREADS) {
    copy_4_bytes(next_index + r, run.order + smaller((step + 1) * BATCH + first_row + r, run.rows - 1));
  }
}

// Packets are how blocks exchange numbers without a barrier: three rows of one column, and the number of the step as a tag that says they are
// there. A block that has received what all others sent in a step knows that they have read what was sent in the step before, so the halves of a
// buffer take turns.

// Sends OWN columns of a matrix, which begin at column `first` of COLUMNS; number(row, own) is what it holds.
template <int ROWS, int OWN, int COLUMNS, class Number>
DEVICE void send(float4* to, int first, u32 tag, Number number) {
  for (int i = threadIdx.x; i < divide_up(ROWS, 3) * OWN; i += THREADS) {
    const int r = i / OWN * 3, own = i % OWN;
    write_whole(to + i / OWN * COLUMNS + first + own,
                make_float4(number(r, own), r + 1 < ROWS ? number(r + 1, own) : 0.f, r + 2 < ROWS ? number(r + 2, own) : 0.f, __uint_as_float(tag)));
  }
}

// A row-major matrix on its way into shared memory, in rows of STRIDE numbers. The first SENT of its COLUMNS columns travel, the others are zero.
template <int ROWS, int SENT, int COLUMNS, int STRIDE>
struct Delivery {
  static constexpr int COUNT = divide_up(ROWS, 3) * COLUMNS, EACH = divide_up(COUNT, THREADS), AT_ONCE = smaller(EACH, 8);
  float4 packet[AT_ONCE];
};

// Asks for those of a thread's packets, from the one numbered `begin` on, that are not there yet.
template <int ROWS, int SENT, int COLUMNS, int STRIDE>
DEVICE void ask(Delivery<ROWS, SENT, COLUMNS, STRIDE>& delivery, const float4* from, u32 tag, int begin) {
#pragma unroll
  for (int k = 0; k < delivery.AT_ONCE; k++) {
    if (__float_as_uint(delivery.packet[k].w) != tag) {
      delivery.packet[k] = read_whole(from + begin + threadIdx.x + k * THREADS);
    }
  }
}

// Asks for the first packets; what is done next does not wait for them.
template <int ROWS, int SENT, int COLUMNS, int STRIDE>
DEVICE void request(Delivery<ROWS, SENT, COLUMNS, STRIDE>& delivery, const float4* from, u32 tag, int begin = 0) {
#pragma unroll
  for (int k = 0; k < delivery.AT_ONCE; k++) {
    const int i = begin + threadIdx.x + k * THREADS;
    delivery.packet[k] = make_float4(0, 0, 0, __uint_as_float(i < delivery.COUNT && i % COLUMNS < SENT ? 0 : tag));
  }
  ask(delivery, from, tag, begin);
}

// Waits for what was requested, and for the rest. All lanes of a warp wait together: lanes that waited alone would stay apart from the others.
template <int ROWS, int SENT, int COLUMNS, int STRIDE>
DEVICE void take(Delivery<ROWS, SENT, COLUMNS, STRIDE>& delivery, float* to, const float4* from, u32 tag) {
  for (int begin = 0; begin < delivery.COUNT; begin += THREADS * delivery.AT_ONCE) {
    if (begin > 0) {
      request(delivery, from, tag, begin);
    }
    for (;;) {
      bool waiting = false;
#pragma unroll
      for (int k = 0; k < delivery.AT_ONCE; k++) {
        waiting = waiting || __float_as_uint(delivery.packet[k].w) != tag;
      }
      if (!__any_sync(EVERY_LANE, waiting)) {
        break;
      }
      wait_a_little();
      ask(delivery, from, tag, begin);
    }
#pragma unroll
    for (int k = 0; k < delivery.AT_ONCE; k++) {
      const int i = begin + threadIdx.x + k * THREADS, r = i / COLUMNS * 3;
      float* const at = to + r * STRIDE + i % COLUMNS;
      if (i < delivery.COUNT) {
        at[0] = delivery.packet[k].x;
        if (r + 1 < ROWS) {
          at[STRIDE] = delivery.packet[k].y;
        }
        if (r + 2 < ROWS) {
          at[2 * STRIDE] = delivery.packet[k].z;
        }
      }
    }
  }
}

// Waits for a whole matrix.
template <int ROWS, int SENT, int COLUMNS, int STRIDE>
DEVICE void receive(float* to, const float4* from, u32 tag) {
  Delivery<ROWS, SENT, COLUMNS, STRIDE> delivery;
  request(delivery, from, tag);
  take(delivery, to, from, tag);
}

// Calls `visit` with every LANES-th chunk from p on: the number of calls is known to the compiler but for the last. PRODUCTS numbers are added to in
// each; many of them keep a thread busy without further calls at the same time, for which the instruction cache would be too small.
template <int CHUNKS, int LANES, int PRODUCTS, class Visit>
DEVICE void each_chunk(int p, Visit visit) {
  constexpr int WHOLE = CHUNKS / LANES;
#pragma unroll(PRODUCTS <= 8 ? 8 : 2)
  for (int i = 0; i < WHOLE; i++) {
    visit(i * LANES + p);
  }
  if (CHUNKS % LANES != 0 && p < CHUNKS % LANES) {
    visit(WHOLE * LANES + p);
  }
}

// The products of some rows of the inputs with some units' weights, (R, 4 CHUNKS) x (U, 4 CHUNKS) -> R * U, the inputs split over the
// lanes of a warp. Lane p returns the product of row p / U with unit p % U.
template <int R, int U, int CHUNKS, class Number>
DEVICE float rows_times_units(const Number* rows, const float* weights) {
  float sum[R * U];
#pragma unroll
  for (int i = 0; i < R * U; i++) {
    sum[i] = 0;
  }
  each_chunk<CHUNKS, 32, R * U>(lane(), [&](int c) {
    float4 w[U];
#pragma unroll
    for (int u = 0; u < U; u++) {
      w[u] = ((const float4*) weights)[u * CHUNKS + c];
    }
#pragma unroll
    for (int r = 0; r < R; r++) {
      const float4 x = four(rows + r * CHUNKS * 4, c);
#pragma unroll
      for (int u = 0; u < U; u++) {
        sum[r * U + u] += dot(x, w[u]);
      }
    }
  });
  return fold_few<R * U, 32>(sum);
}

// Adds the sums of units FIRST to FIRST + LANES over the lanes that share SHARED rows. Lane p of a row's LANES returns unit FIRST + p.
template <int FIRST, int LANES, int SHARED, int UNITS>
DEVICE float fold_rows(const float (&sum)[SHARED][UNITS]) {
  constexpr int HERE = smaller(LANES, UNITS - FIRST), FOLDED = power_of_two_above(HERE);
  float value[SHARED * FOLDED];
#pragma unroll
  for (int i = 0; i < SHARED * FOLDED; i++) {
    value[i] = i % FOLDED < HERE ? sum[i / FOLDED][smaller(FIRST + i % FOLDED, UNITS - 1)] : 0.f;
  }
  fold_halves<SHARED * FOLDED / 2, SHARED * LANES / 2, LANES>(value);
  return fold_few<FOLDED, LANES>(value);
}

template <int FIRST, int LANES, int SHARED, int UNITS, int COUNT>
DEVICE void fold_parts(float (&result)[COUNT], int at, const float (&sum)[SHARED][UNITS]) {
  result[at] = fold_rows<FIRST, LANES>(sum);
  if constexpr (FIRST + LANES < UNITS) {
    fold_parts<FIRST + LANES, LANES>(result, at + 1, sum);
  }
}

// The products of rows with COUNT units' weights, (4 CHUNKS) x (COUNT, STRIDE), a row split over LANES neighbouring lanes, of which lane p
// receives units p, p + LANES, ... from FIRST on; its row is number `row`, or the last of ROWS behind them. Neighbouring rows share what a lane
// reads of the weights: each lane first has SHARED rows of a smaller part of the sums. Sums of few chunks are not split at all.
template <int COUNT, int CHUNKS, int STRIDE, int LANES, int ROWS, int ROW_STRIDE, int FIRST = 0>
DEVICE void row_times_units(float (&result)[(COUNT + LANES - 1) / LANES], const float* rows, int row, const float* weights) {
  if constexpr (CHUNKS < LANES) {
#pragma unroll
    for (int part = 0; part < (COUNT + LANES - 1) / LANES; part++) {
      const int u = smaller(part * LANES + lane() % LANES, COUNT - 1);
      result[part] = 0;
#pragma unroll
      for (int c = 0; c < CHUNKS; c++) {
        result[part] += dot(((const float4*) (rows + smaller(row, ROWS - 1) * ROW_STRIDE))[c], ((const float4*) (weights + u * STRIDE))[c]);
      }
    }
  } else {
    constexpr int UNITS = smaller(COUNT - FIRST, larger(LANES, 16));
    constexpr int SHARED = power_of_two_below(smaller(smaller(32, larger(LANES, CHUNKS)) / LANES, larger(1, 48 / UNITS)));
    const int p = lane() % (LANES * SHARED), before = row - p / LANES;
    float sum[SHARED][UNITS];
#pragma unroll
    for (int r = 0; r < SHARED; r++) {
#pragma unroll
      for (int u = 0; u < UNITS; u++) {
        sum[r][u] = 0;
      }
    }
    each_chunk<CHUNKS, LANES * SHARED, SHARED * UNITS>(p, [&](int c) {
      float4 x[SHARED];
#pragma unroll
      for (int r = 0; r < SHARED; r++) {
        x[r] = ((const float4*) (rows + smaller(before + r, ROWS - 1) * ROW_STRIDE))[c];
      }
#pragma unroll
      for (int u = 0; u < UNITS; u++) {
        const float4 w = ((const float4*) (weights + (FIRST + u) * STRIDE))[c];
#pragma unroll
        for (int r = 0; r < SHARED; r++) {
          sum[r][u] += dot(x[r], w);
        }
      }
    });
    fold_parts<0, LANES>(result, FIRST / LANES, sum);
    if constexpr (FIRST + UNITS < COUNT) {
      row_times_units<COUNT, CHUNKS, STRIDE, LANES, ROWS, ROW_STRIDE, FIRST + UNITS>(result, rows, row, weights);
    }
  }
}

// Updates one parameter whose slots lie `stride` numbers apart.
DEVICE float updated(float w, float* state, int stride, float g, Rates rates) {
  Slots s;
#pragma unroll
  for (int k = 0; k < SLOTS; k++) {
    s.slot[k] = state[k * stride];
  }
  w = updated(w, s, g, rates);
#pragma unroll
  for (int k = 0; k < SLOTS; k++) {
    state[k * stride] = s.slot[k];
  }
  return w;
}

// Updates four neighbouring parameters.
DEVICE void update_four(float4* parameters, float* state, int stride, float4 g, Rates rates) {
  Slots s[4];
#pragma unroll
  for (int k = 0; k < SLOTS; k++) {
    const float4 slot = *(const float4*) (state + k * stride);
    s[0].slot[k] = slot.x;
    s[1].slot[k] = slot.y;
    s[2].slot[k] = slot.z;
    s[3].slot[k] = slot.w;
  }
  const float4 w = *parameters;
  *parameters = make_float4(updated(w.x, s[0], g.x, rates), updated(w.y, s[1], g.y, rates), updated(w.z, s[2], g.z, rates),
                            updated(w.w, s[3], g.w, rates));
#pragma unroll
  for (int k = 0; k < SLOTS; k++) {
    *(float4*) (state + k * stride) = make_float4(s[0].slot[k], s[1].slot[k], s[2].slot[k], s[3].slot[k]);
  }
}

// What the gradients of the parameters a block keeps end in.
struct Settling {
  float* values;
  float* state;
  float* partial;  // where gradients wait for those of other rows
  Rates rates;
};

// The gradient of one parameter is whole: where no other block has rows of the same batch, the parameter changes at once.
template <int SLICE>
DEVICE void settle(const Settling& kept, const float* parameter, float g) {
  const int i = parameter - kept.values;
#if ROW_GROUPS == 1
  kept.values[i] = updated(kept.values[i], kept.state + i, SLICE, g, kept.rates);
#else
  write_shared(kept.partial + i, g);
#endif
}

// The same of parameters 4 i to 4 i + 3.
template <int SLICE>
DEVICE void settle_four(const Settling& kept, int i, float4 g) {
#if ROW_GROUPS == 1
  update_four((float4*) kept.values + i, kept.state + 4 * i, SLICE, g, kept.rates);
#else
  write_shared((float4*) kept.partial + i, g);
#endif
}

// The gradient of the first layer's weights, (ROWS, 4 CHUNKS) x (ROWS, UNITS) -> (UNITS, 4 CHUNKS). A thread has U units of four inputs.
template <int ROWS, int U, int UNITS, int CHUNKS, int SLICE, class Number>
DEVICE void input_gradient(const Number* rows, const float* error, float scale, const Settling& kept) {
  for (int item = threadIdx.x; item < CHUNKS * (UNITS / U); item += THREADS) {
    const int c = item % CHUNKS, first = item / CHUNKS * U;
    float4 sum[U];
#pragma unroll
    for (int u = 0; u < U; u++) {
      sum[u] = make_float4(0, 0, 0, 0);
    }
#pragma unroll 8
    for (int r = 0; r < ROWS; r++) {
      const float4 x = four(rows + r * CHUNKS * 4, c);
#pragma unroll
      for (int u = 0; u < U; u++) {
        const float e = error[r * UNITS + first + u];
        sum[u].x += x.x * e;
        sum[u].y += x.y * e;
        sum[u].z += x.z * e;
        sum[u].w += x.w * e;
      }
    }
#pragma unroll
    for (int u = 0; u < U; u++) {
      settle_four<SLICE>(kept, (first + u) * CHUNKS + c, make_float4(sum[u].x * scale, sum[u].y * scale, sum[u].z * scale, sum[u].w * scale));
    }
  }
}

// The sum over ROWS rows of a[r] * b[r]: the gradient of one weight, or of a bias where b is all ones.
template <int ROWS>
DEVICE float sum_of_products(const float* a, int a_stride, const float* b, int b_stride) {
  float even = 0, odd = 0;
#pragma unroll 8
  for (int r = 0; r + 1 < ROWS; r += 2) {
    even += a[r * a_stride] * b[r * b_stride];
    odd += a[(r + 1) * a_stride] * b[(r + 1) * b_stride];
  }
  if (ROWS % 2 == 1) {
    even += a[(ROWS - 1) * a_stride] * b[(ROWS - 1) * b_stride];
  }
  return even + odd;
}

// What a row contributes to the loss, and whether its prediction was right.
struct Verdict {
  float loss;
  float hit;
};

// The first place of the highest of a row's numbers, which are spread over LANES lanes; `number` has this lane's.
template <int COUNT, int LANES, class Number>
DEVICE int first_place(float highest, Number number, int p) {
  int first = COUNT;
#pragma unroll
  for (int i = (COUNT + LANES - 1) / LANES - 1; i >= 0; i--) {
    first = i * LANES + p < COUNT && number(i) == highest ? i * LANES + p : first;
  }
  return min_lanes<LANES>(first);
}

// Softmax and cross-entropy of one row whose scores are spread over LANES lanes: z becomes the gradient with respect to the scores.
template <int COUNT, int LANES>
DEVICE Verdict softmax_label(float (&z)[(COUNT + LANES - 1) / LANES], int label, float weight, int p) {
  constexpr int PARTS = (COUNT + LANES - 1) / LANES;
  float highest = -3.4e38f;
#pragma unroll
  for (int i = 0; i < PARTS; i++) {
    if (i * LANES + p < COUNT) {
      highest = fmaxf(highest, z[i]);
    }
  }
  highest = max_lanes<LANES>(highest);
  float sum = 0, own = 0, power[PARTS];
#pragma unroll
  for (int i = 0; i < PARTS; i++) {
    power[i] = i * LANES + p < COUNT ? expf(z[i] - highest) : 0.f;
    sum += power[i];
    own += i * LANES + p == label ? z[i] - highest : 0.f;
  }
  sum = add_lanes<LANES>(sum);
  own = add_lanes<LANES>(own);
  const int best = first_place<COUNT, LANES>(highest, [&](int i) { return z[i]; }, p);
#pragma unroll
  for (int i = 0; i < PARTS; i++) {
    z[i] = (power[i] / sum - (i * LANES + p == label ? 1.f : 0.f)) * weight;
  }
  return {logf(sum) - own, best == label ? 1.f : 0.f};
}

// The same with a distribution as the target.
template <int COUNT, int LANES>
DEVICE Verdict softmax_distribution(float (&z)[(COUNT + LANES - 1) / LANES], const float* target, float weight, int p) {
  constexpr int PARTS = (COUNT + LANES - 1) / LANES;
  float highest = -3.4e38f, most_likely = -3.4e38f;
#pragma unroll
  for (int i = 0; i < PARTS; i++) {
    if (i * LANES + p < COUNT) {
      highest = fmaxf(highest, z[i]);
      most_likely = fmaxf(most_likely, target[i * LANES + p]);
    }
  }
  highest = max_lanes<LANES>(highest);
  most_likely = max_lanes<LANES>(most_likely);
  float sum = 0, cross = 0, mass = 0, power[PARTS];
#pragma unroll
  for (int i = 0; i < PARTS; i++) {
    const bool there = i * LANES + p < COUNT;
    const float t = there ? target[i * LANES + p] : 0.f;
    power[i] = there ? expf(z[i] - highest) : 0.f;
    sum += power[i];
    mass += t;
    cross += there ? t * (z[i] - highest) : 0.f;
  }
  sum = add_lanes<LANES>(sum);
  mass = add_lanes<LANES>(mass);
  cross = add_lanes<LANES>(cross);
  const int best = first_place<COUNT, LANES>(highest, [&](int i) { return z[i]; }, p);
  const int expected = first_place<COUNT, LANES>(most_likely, [&](int i) { return target[i * LANES + p]; }, p);
#pragma unroll
  for (int i = 0; i < PARTS; i++) {
    if (i * LANES + p < COUNT) {
      z[i] = (power[i] / sum * mass - target[i * LANES + p]) * weight;
    }
  }
  return {logf(sum) * mass - cross, best == expected ? 1.f : 0.f};
}

// Sigmoid and binary cross-entropy, the mean over the outputs of a row.
template <int COUNT, int LANES>
DEVICE Verdict sigmoid_binary(float (&z)[(COUNT + LANES - 1) / LANES], const float* target, float weight, int p) {
  float loss = 0, right = 0;
#pragma unroll
  for (int i = 0; i < (COUNT + LANES - 1) / LANES; i++) {
    if (i * LANES + p < COUNT) {
      const float t = target[i * LANES + p];
      const float shrunk = expf(-fabsf(z[i]));
      loss += fmaxf(z[i], 0.f) - z[i] * t + log1pf(shrunk);
      right += (z[i] >= 0.f) == (t >= 0.5f) ? 1.f : 0.f;
      const float probability = (z[i] >= 0.f ? 1.f : shrunk) / (1.f + shrunk);
      z[i] = (probability - t) * (weight / COUNT);
    }
  }
  right = add_lanes<LANES>(right);
  return {add_lanes<LANES>(loss) / COUNT, right / COUNT};
}

// The mean of squared differences over the outputs of a row, after an activation given by its values and slopes.
template <int COUNT, int LANES>
DEVICE Verdict squared_difference(float (&z)[(COUNT + LANES - 1) / LANES], const float (&slope)[(COUNT + LANES - 1) / LANES],
                                  const float* target, float weight, int p) {
  float loss = 0;
#pragma unroll
  for (int i = 0; i < (COUNT + LANES - 1) / LANES; i++) {
    if (i * LANES + p < COUNT) {
      const float difference = z[i] - target[i * LANES + p];
      loss += difference * difference;
      z[i] = 2 * difference * slope[i] * (weight / COUNT);
    }
  }
  return {add_lanes<LANES>(loss) / COUNT, 0.f};
}

// Updates COUNT parameters of which ROW_GROUPS blocks hold copies and parts of the gradient: each block adds up and updates its slice, then
// all fetch what the others have updated. The sums are taken in one order, so that every run gives the same bits.
template <int COUNT, int SLICE>
DEVICE void update_together(float* parameters, const float* partial, float* fresh, float* state, Rates rates, int row_group, u32* counters,
                            int step) {
  arrive(counters);
  await(counters, ROW_GROUPS * (step + 1));
  for (int i = threadIdx.x; i < SLICE / 4; i += THREADS) {
    const int at = row_group * (SLICE / 4) + i;
    if (at < COUNT / 4) {
      // So many parts are on their way at once: their registers do not grow with the number of blocks.
      constexpr int AT_ONCE = divide_up(ROW_GROUPS, divide_up(ROW_GROUPS, 16));
      float4 sum = make_float4(0, 0, 0, 0);
#pragma unroll 1
      for (int first = 0; first < ROW_GROUPS; first += AT_ONCE) {
        float4 part[AT_ONCE];
#pragma unroll
        for (int g = 0; g < AT_ONCE; g++) {
          part[g] = read_shared((const float4*) (partial + (u64) smaller(first + g, ROW_GROUPS - 1) * COUNT) + at);
        }
#pragma unroll
        for (int g = 0; g < AT_ONCE; g++) {
          const bool there = first + g < ROW_GROUPS;
          sum.x += there ? part[g].x : 0.f;
          sum.y += there ? part[g].y : 0.f;
          sum.z += there ? part[g].z : 0.f;
          sum.w += there ? part[g].w : 0.f;
        }
      }
      update_four((float4*) parameters + at, state + 4 * i, SLICE, sum, rates);
      write_shared((float4*) fresh + at, ((const float4*) parameters)[at]);
    }
  }
  arrive(counters + 32);
  await(counters + 32, ROW_GROUPS * (step + 1));
  for (int i = threadIdx.x; i < COUNT / 4; i += THREADS) {
    ((float4*) parameters)[i] = read_shared((const float4*) fresh + i);
  }
}
