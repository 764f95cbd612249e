// One operation after another: what a model's own kernels are put together from. B is the batch; matrices are row-major, images (B, height,
// width, channels). Sizes that the model fixes are template arguments; the number of rows comes from the batch at work.

// The step at work, in the card's memory: kernels of a captured graph read it, so that the host changes nothing between steps. Behind it lie, for
// each output, the run's sums of its losses and of its hits.
struct Batch {
  int rows;            // of this step
  int first;           // where its row numbers start
  int number;          // of the step in this run
  int run_rows;        // rows of the whole run
  u64 step;            // since training began
  u64 seed;            // of dropout
  Rates rates;         // of this step
  double penalty;      // of this step so far
  double last_loss;    // of the last step, all outputs and penalties together
  double loss;         // sum over the run, each step's loss times its rows
};

// ---- products ----

// C (M, N) = A (M, K) B (K, N) with elements by functions of their places. A block makes BM x BN of C, a thread TM x TN; blocks along z share
// out K and leave partial sums. BY_K says along which index neighbouring threads read, so that they read neighbouring addresses. SUMS adds up the
// columns of B as well, as if A had a row of ones below its last: they are stored as row M.
template <int BM, int BN, int TM, int TN, bool A_BY_K, bool B_BY_K, bool SUMS, class A, class B, class Store>
DEVICE void multiply(int m_count, int n_count, int k_count, A a, B b, Store store) {
  constexpr int BK = 16, T = (BM / TM) * (BN / TN), A_EACH = divide_up(BM * BK, T), B_EACH = divide_up(BN * BK, T);
  BLOCK_SHARED(float, shared_a, BK * (BM + 4));
  BLOCK_SHARED(float, shared_b, BK * (BN + 4));
  const int t = threadIdx.x, m0 = blockIdx.x * BM, n0 = blockIdx.y * BN;
  const int share = round_up(divide_up(k_count, (int) gridDim.z), BK), from = blockIdx.z * share, to = smaller(from + share, k_count);
  const int own_m = t / (BN / TN) * TM, own_n = t % (BN / TN) * TN;
  // For the sums of columns each row of threads has its own k of every tile.
  const int own_k = t / (BN / TN);
  static_assert(!SUMS || T / (BN / TN) >= BK, "a row of threads for every k of a tile");
  float sum[TM][TN], column_sum[TN], next_a[A_EACH], next_b[B_EACH];
#pragma unroll
  for (int j = 0; j < TN; j++) {
    column_sum[j] = 0;
  }
#pragma unroll
  for (int i = 0; i < TM; i++) {
#pragma unroll
    for (int j = 0; j < TN; j++) {
      sum[i][j] = 0;
    }
  }
  for (int k0 = from - BK; k0 < to; k0 += BK) {
    if (k0 >= from) {
#pragma unroll
      for (int i = 0; i < A_EACH; i++) {
        const int e = t + i * T, k = A_BY_K ? e % BK : e / BM, m = A_BY_K ? e / BK : e % BM;
        if (e < BM * BK) {
          shared_a[k * (BM + 4) + m] = next_a[i];
        }
      }
#pragma unroll
      for (int i = 0; i < B_EACH; i++) {
        const int e = t + i * T, k = B_BY_K ? e % BK : e / BN, n = B_BY_K ? e / BK : e % BN;
        if (e < BN * BK) {
          shared_b[k * (BN + 4) + n] = next_b[i];
        }
      }
      __syncthreads();
    }
    const int k1 = k0 + BK;
    if (k1 < to) {
      // The next tile is on its way while this one is multiplied.
#pragma unroll
      for (int i = 0; i < A_EACH; i++) {
        const int e = t + i * T, k = k1 + (A_BY_K ? e % BK : e / BM), m = m0 + (A_BY_K ? e / BK : e % BM);
        next_a[i] = m < m_count && k < to ? a(m, k) : 0.f;
      }
#pragma unroll
      for (int i = 0; i < B_EACH; i++) {
        const int e = t + i * T, k = k1 + (B_BY_K ? e % BK : e / BN), n = n0 + (B_BY_K ? e / BK : e % BN);
        next_b[i] = n < n_count && k < to ? b(k, n) : 0.f;
      }
    }
    if (k0 >= from) {
      if (SUMS && blockIdx.x == 0 && own_k < BK) {
#pragma unroll
        for (int j = 0; j < TN; j++) {
          column_sum[j] += shared_b[own_k * (BN + 4) + own_n + j];
        }
      }
#pragma unroll
      for (int k = 0; k < BK; k++) {
        float x[TM], y[TN];
#pragma unroll
        for (int i = 0; i < TM; i++) {
          x[i] = shared_a[k * (BM + 4) + own_m + i];
        }
#pragma unroll
        for (int j = 0; j < TN; j++) {
          y[j] = shared_b[k * (BN + 4) + own_n + j];
        }
#pragma unroll
        for (int i = 0; i < TM; i++) {
#pragma unroll
          for (int j = 0; j < TN; j++) {
            sum[i][j] += x[i] * y[j];
          }
        }
      }
      __syncthreads();
    }
  }
#pragma unroll
  for (int i = 0; i < TM; i++) {
#pragma unroll
    for (int j = 0; j < TN; j++) {
      const int m = m0 + own_m + i, n = n0 + own_n + j;
      if (m < m_count && n < n_count) {
        store(m, n, sum[i][j]);
      }
    }
  }
  if (SUMS && blockIdx.x == 0) {
    if (own_k < BK) {
#pragma unroll
      for (int j = 0; j < TN; j++) {
        shared_b[own_k * (BN + 4) + own_n + j] = column_sum[j];
      }
    }
    __syncthreads();
    if (t < BN && n0 + t < n_count) {
      float total = 0;
      for (int k = 0; k < BK; k++) {
        total += shared_b[k * (BN + 4) + t];
      }
      store(m_count, n0 + t, total);
    }
  }
}

// The tile for a result of N columns: Java's Product counts blocks with the same numbers.
template <int N, bool A_BY_K, bool B_BY_K, bool SUMS = false, class A, class B, class Store>
DEVICE void product(int m_count, int k_count, A a, B b, Store store) {
  if constexpr (N > 32) {
    multiply<64, 64, 4, 4, A_BY_K, B_BY_K, SUMS>(m_count, N, k_count, a, b, store);
  } else if constexpr (N > 16) {
    multiply<128, 32, 4, 4, A_BY_K, B_BY_K, SUMS>(m_count, N, k_count, a, b, store);
  } else {
    multiply<64, 16, 4, 1, A_BY_K, B_BY_K, SUMS>(m_count, N, k_count, a, b, store);
  }
}

// Stores a product, or with several blocks along z a partial sum that finish() adds up.
template <class Finish>
DEVICE void put_product(float* y, float* partial, int m_count, int n_count, int m, int n, float sum, Finish finish) {
  if (gridDim.z == 1) {
    y[(u64) m * n_count + n] = finish(sum, n);
  } else {
    partial[((u64) blockIdx.z * m_count + m) * n_count + n] = sum;
  }
}

// Whether the gradient of a bias is asked for: as a pointer, not as nullptr itself.
template <class Bias>
constexpr bool IS_GIVEN = true;
template <>
constexpr bool IS_GIVEN<decltype(nullptr)> = false;

// The same for the gradients of a kernel and of its bias, which comes as row m_count. Its partial sums lie behind all of the kernel's.
template <class Bias>
DEVICE void put_gradients(float* dk, Bias db, float* partial, int m_count, int n_count, int m, int n, float sum) {
  if (!IS_GIVEN<Bias> || m < m_count) {
    put_product(dk, partial, m_count, n_count, m, n, sum, [](float s, int) { return s; });
  } else {
    (gridDim.z == 1 ? db : partial + ((u64) gridDim.z * m_count + blockIdx.z) * n_count)[n] = sum;
  }
}

// The sum of the parts that `value` names, for a whole block of 256 threads: 32 threads add up the parts of each of 8 results, in one order. Thread t
// asks for result t % 8 and gets its sum.
template <class Value>
DEVICE float share_sum(int parts, Value value) {
  BLOCK_SHARED(float, shared, 8 * 8);
  float sum = 0, total = 0;
#pragma unroll 8
  for (int z = threadIdx.x / 8; z < parts; z += 32) {
    sum += value(z);
  }
  sum += __shfl_xor_sync(EVERY_LANE, sum, 8);
  sum += __shfl_xor_sync(EVERY_LANE, sum, 16);
  __syncthreads();
  if (lane() < 8) {
    shared[warp() * 8 + lane()] = sum;
  }
  __syncthreads();
  for (int w = 0; w < 8; w++) {
    total += shared[w * 8 + threadIdx.x % 8];
  }
  return total;
}

// Adds partial results (parts, count) in one order and stores them: by threads that share a result where there are many parts. Java's Work counts
// blocks with the same number.
template <class Store>
DEVICE void add_up(const float* partial, int parts, int count, Store store) {
  constexpr int MANY_PARTS = 32;
  if (parts == 1) {
    for (u32 i = thread_number(); i < (u32) count; i += thread_count()) {
      store(i, partial[i]);
    }
  } else if (parts < MANY_PARTS) {
    for (u32 i = thread_number(); i < (u32) count; i += thread_count()) {
      float sum = 0;
#pragma unroll 4
      for (int z = 0; z < parts; z++) {
        sum += partial[(u64) z * count + i];
      }
      store(i, sum);
    }
  } else {
    for (int first = blockIdx.x * 8; first < count; first += gridDim.x * 8) {
      const int i = first + threadIdx.x % 8;
      const float sum = share_sum(parts, [=](int z) { return i < count ? partial[(u64) z * count + i] : 0.f; });
      if (threadIdx.x < 8 && i < count) {
        store(i, sum);
      }
    }
  }
}

// Adds partial results; `finish` makes the result of a sum and its column.
template <int COLUMNS, class Finish>
DEVICE void finish(float* y, const float* partial, int parts, int count, Finish finish) {
  add_up(partial, parts, count, [=](int i, float sum) { y[i] = finish(sum, i % COLUMNS); });
}

// y (rows, OUT) = activation(x (rows, IN) kernel (IN, OUT) + bias (OUT)).
template <int IN, int OUT, class Finish>
DEVICE void linear(float* y, float* partial, const float* x, const float* kernel, int rows, Finish finish) {
  product<OUT, true, false>(
      rows, IN, [=](int m, int k) { return x[(u64) m * IN + k]; }, [=](int k, int n) { return kernel[k * OUT + n]; },
      [=](int m, int n, float sum) { put_product(y, partial, rows, OUT, m, n, sum, finish); });
}

// dx (rows, IN) = dy (rows, OUT) kernel^T.
template <int IN, int OUT>
DEVICE void linear_input_gradient(float* dx, float* partial, const float* dy, const float* kernel, int rows) {
  product<IN, true, true>(
      rows, OUT, [=](int m, int k) { return dy[(u64) m * OUT + k]; }, [=](int k, int n) { return kernel[n * OUT + k]; },
      [=](int m, int n, float sum) { put_product(dx, partial, rows, IN, m, n, sum, [](float s, int) { return s; }); });
}

// dk (IN, OUT) = x^T (IN, rows) dy (rows, OUT), and db (OUT), the sums of dy's columns, where it is given.
template <int IN, int OUT, class Bias>
DEVICE void linear_kernel_gradient(float* dk, Bias db, float* partial, const float* x, const float* dy, int rows) {
  product<OUT, false, false, IS_GIVEN<Bias>>(
      IN, rows, [=](int m, int k) { return x[(u64) k * IN + m]; }, [=](int k, int n) { return dy[(u64) k * OUT + n]; },
      [=](int m, int n, float sum) { put_gradients(dk, db, partial, IN, OUT, m, n, sum); });
}

// ---- windows ----

// A window that moves over images; OUT_HEIGHT x OUT_WIDTH places.
template <int HEIGHT_, int WIDTH_, int CHANNELS_, int SIZE_Y_, int SIZE_X_, int STRIDE_Y_, int STRIDE_X_, int DILATION_Y_, int DILATION_X_,
          int TOP_, int LEFT_, int OUT_HEIGHT_, int OUT_WIDTH_>
struct Window {
  static constexpr int HEIGHT = HEIGHT_, WIDTH = WIDTH_, CHANNELS = CHANNELS_, SIZE_Y = SIZE_Y_, SIZE_X = SIZE_X_, STRIDE_Y = STRIDE_Y_,
                       STRIDE_X = STRIDE_X_, DILATION_Y = DILATION_Y_, DILATION_X = DILATION_X_, TOP = TOP_, LEFT = LEFT_,
                       OUT_HEIGHT = OUT_HEIGHT_, OUT_WIDTH = OUT_WIDTH_, PLACES = OUT_HEIGHT_ * OUT_WIDTH_, TAPS = SIZE_Y_ * SIZE_X_;
};

// The image's element under a tap (ky, kx, channel) of the window at a place (sample, oy, ox); 0 outside.
template <class W>
DEVICE float under(const float* x, int place, int tap) {
  const int b = place / W::PLACES, oy = place % W::PLACES / W::OUT_WIDTH, ox = place % W::OUT_WIDTH;
  const int c = tap % W::CHANNELS, ky = tap / W::CHANNELS / W::SIZE_X, kx = tap / W::CHANNELS % W::SIZE_X;
  const int y = oy * W::STRIDE_Y - W::TOP + ky * W::DILATION_Y, z = ox * W::STRIDE_X - W::LEFT + kx * W::DILATION_X;
  return (u32) y < (u32) W::HEIGHT && (u32) z < (u32) W::WIDTH ? x[(((u64) b * W::HEIGHT + y) * W::WIDTH + z) * W::CHANNELS + c] : 0.f;
}

// y (rows, OUT_HEIGHT, OUT_WIDTH, FILTERS) = activation(window of x * kernel (SIZE_Y, SIZE_X, CHANNELS, FILTERS) + bias (FILTERS)).
template <class W, int FILTERS, class Finish>
DEVICE void convolution(float* y, float* partial, const float* x, const float* kernel, int rows, Finish finish) {
  const int places = rows * W::PLACES;
  product<FILTERS, true, false>(
      places, W::TAPS * W::CHANNELS, [=](int m, int k) { return under<W>(x, m, k); },
      [=](int k, int n) { return kernel[k * FILTERS + n]; },
      [=](int m, int n, float sum) { put_product(y, partial, places, FILTERS, m, n, sum, finish); });
}

// dx (rows, HEIGHT, WIDTH, CHANNELS): every place of the image collects from the windows that cover it.
template <class W, int FILTERS>
DEVICE void convolution_input_gradient(float* dx, float* partial, const float* dy, const float* kernel, int rows) {
  const int places = rows * W::HEIGHT * W::WIDTH;
  product<W::CHANNELS, true, true>(
      places, W::TAPS * FILTERS,
      [=](int m, int k) {
        const int b = m / (W::HEIGHT * W::WIDTH), y = m % (W::HEIGHT * W::WIDTH) / W::WIDTH, z = m % W::WIDTH;
        const int f = k % FILTERS, ky = k / FILTERS / W::SIZE_X, kx = k / FILTERS % W::SIZE_X;
        const int ty = y + W::TOP - ky * W::DILATION_Y, tx = z + W::LEFT - kx * W::DILATION_X;
        const int oy = ty / W::STRIDE_Y, ox = tx / W::STRIDE_X;
        const bool there = ty >= 0 && tx >= 0 && ty % W::STRIDE_Y == 0 && tx % W::STRIDE_X == 0 && oy < W::OUT_HEIGHT && ox < W::OUT_WIDTH;
        return there ? dy[(((u64) b * W::OUT_HEIGHT + oy) * W::OUT_WIDTH + ox) * FILTERS + f] : 0.f;
      },
      [=](int k, int n) { return kernel[(k / FILTERS * W::CHANNELS + n) * FILTERS + k % FILTERS]; },
      [=](int m, int n, float sum) { put_product(dx, partial, places, W::CHANNELS, m, n, sum, [](float s, int) { return s; }); });
}

// dk (SIZE_Y, SIZE_X, CHANNELS, FILTERS), summed over all places of all samples, and db (FILTERS), the sums of dy's columns, where it is given.
template <class W, int FILTERS, class Bias>
DEVICE void convolution_kernel_gradient(float* dk, Bias db, float* partial, const float* x, const float* dy, int rows) {
  constexpr int TAPS = W::TAPS * W::CHANNELS;
  product<FILTERS, false, false, IS_GIVEN<Bias>>(
      TAPS, rows * W::PLACES, [=](int m, int k) { return under<W>(x, k, m); }, [=](int k, int n) { return dy[(u64) k * FILTERS + n]; },
      [=](int m, int n, float sum) { put_gradients(dk, db, partial, TAPS, FILTERS, m, n, sum); });
}

// ---- convolutions of few taps: a thread makes some filters at the places of a strip of an output row ----

// N neighbouring numbers.
template <int N>
struct Numbers {
  float at[N];
};

// Moves 1, 2 or 4 numbers at once.
template <int N>
DEVICE Numbers<N> read_numbers(const float* from) {
  if constexpr (N == 4) {
    const float4 value = *(const float4*) from;
    return {value.x, value.y, value.z, value.w};
  } else if constexpr (N == 2) {
    const float2 value = *(const float2*) from;
    return {value.x, value.y};
  } else {
    return {*from};
  }
}

template <int N>
DEVICE void write_numbers(float* to, Numbers<N> value) {
  if constexpr (N == 4) {
    // A plain assignment may be taken apart again by the compiler.
    write_shared((float4*) to, make_float4(value.at[0], value.at[1], value.at[2], value.at[3]));
  } else if constexpr (N == 2) {
    *(float2*) to = make_float2(value.at[0], value.at[1]);
  } else {
    *to = value.at[0];
  }
}

// How threads share out strips: neighbours make neighbouring filters, EACH a thread and at PLACES places; a block of 256 threads has COUNT strips at
// once.
template <class W, int FILTERS_, int EACH_, int PLACES_>
struct Strip {
  static constexpr int FILTERS = FILTERS_, EACH = EACH_, PLACES = PLACES_, TAPS = W::TAPS * W::CHANNELS, GROUPS = smaller(FILTERS / EACH, 256),
                       COUNT = 256 / GROUPS, PER_ROW = divide_up(W::OUT_WIDTH, PLACES);
  using Window = W;
  using Filters = Numbers<EACH>;
  int sample, oy, ox;
};

template <class S>
DEVICE S strip_at(int number) {
  using W = typename S::Window;
  return {number / S::PER_ROW / W::OUT_HEIGHT, number / S::PER_ROW % W::OUT_HEIGHT, number % S::PER_ROW * S::PLACES};
}

// Whether a place of the strip is one: the last strip of a row may hang over its end.
template <class S>
DEVICE bool is_place(S strip, int place) {
  return S::Window::OUT_WIDTH % S::PLACES == 0 || strip.ox + place < S::Window::OUT_WIDTH;
}

// Where the results of a place are.
template <class S>
DEVICE u64 results_of(S strip, int place) {
  using W = typename S::Window;
  return (((u64) strip.sample * W::OUT_HEIGHT + strip.oy) * W::OUT_WIDTH + strip.ox + place) * S::FILTERS;
}

// Calls `visit` with every tap of every place and the image's element under it, 0 outside; each element is read once.
template <class S, class Visit>
DEVICE void slide(const float* x, S strip, Visit visit) {
  using W = typename S::Window;
  constexpr int SPAN = (S::PLACES - 1) * W::STRIDE_X + (W::SIZE_X - 1) * W::DILATION_X + 1;
#pragma unroll
  for (int ky = 0; ky < W::SIZE_Y; ky++) {
    const int y = strip.oy * W::STRIDE_Y - W::TOP + ky * W::DILATION_Y, z = strip.ox * W::STRIDE_X - W::LEFT;
    const float* image = x + ((u64) strip.sample * W::HEIGHT + larger(y, 0)) * W::WIDTH * W::CHANNELS;
    float line[SPAN * W::CHANNELS];
#pragma unroll
    for (int i = 0; i < SPAN * W::CHANNELS; i++) {
      const bool inside = (u32) y < (u32) W::HEIGHT && (u32) (z + i / W::CHANNELS) < (u32) W::WIDTH;
      line[i] = inside ? image[z * W::CHANNELS + i] : 0.f;
    }
#pragma unroll
    for (int tap = 0; tap < W::SIZE_X * W::CHANNELS; tap++) {
#pragma unroll
      for (int place = 0; place < S::PLACES; place++) {
        const int column = place * W::STRIDE_X + tap / W::CHANNELS * W::DILATION_X;
        visit(ky * W::SIZE_X * W::CHANNELS + tap, place, line[column * W::CHANNELS + tap % W::CHANNELS]);
      }
    }
  }
}

// convolution() of few taps: a thread keeps its filters' factors.
template <class S, class Finish>
DEVICE void strip_convolution(float* y, const float* x, const float* kernel, int rows, Finish finish) {
  using Filters = typename S::Filters;
  constexpr int FILTERS = S::FILTERS;
  const int own = threadIdx.x / S::GROUPS, strips = own < S::COUNT ? rows * (S::Window::OUT_HEIGHT * S::PER_ROW) : 0;
  for (int f = threadIdx.x % S::GROUPS * S::EACH; f < FILTERS; f += S::GROUPS * S::EACH) {
    Filters factors[S::TAPS];
#pragma unroll
    for (int tap = 0; tap < S::TAPS; tap++) {
      factors[tap] = read_numbers<S::EACH>(kernel + tap * FILTERS + f);
    }
    for (int number = blockIdx.x * S::COUNT + own; number < strips; number += gridDim.x * S::COUNT) {
      const S strip = strip_at<S>(number);
      Filters sums[S::PLACES] = {};
      slide(x, strip, [&](int tap, int place, float value) {
#pragma unroll
        for (int i = 0; i < S::EACH; i++) {
          sums[place].at[i] += value * factors[tap].at[i];
        }
      });
#pragma unroll
      for (int i = 0; i < S::PLACES * S::EACH; i++) {
        float& sum = sums[i / S::EACH].at[i % S::EACH];
        sum = finish(sum, f + i % S::EACH);
      }
#pragma unroll
      for (int place = 0; place < S::PLACES; place++) {
        if (is_place(strip, place)) {
          write_numbers(y + results_of(strip, place) + f, sums[place]);
        }
      }
    }
  }
}

// convolution_kernel_gradient() of few taps: a thread keeps its filters' sums, and a block adds up its threads' in halves. Blocks along z leave
// partial sums. The sums of dy's columns, db where it is given, come as those of one more tap.
template <class S, class Bias>
DEVICE void strip_kernel_gradient(float* dk, Bias db, float* partial, const float* x, const float* dy, int rows) {
  using Filters = typename S::Filters;
  constexpr bool BIAS = IS_GIVEN<Bias>;
  constexpr int FILTERS = S::FILTERS, SUMS = (S::TAPS + BIAS) * S::EACH, HALF = S::COUNT / 2 * S::GROUPS;
  BLOCK_SHARED(float, shared, larger(SUMS * HALF, 1));
  const int own = threadIdx.x / S::GROUPS, group = threadIdx.x % S::GROUPS;
  for (int first = 0; first < FILTERS; first += S::GROUPS * S::EACH) {
    const int f = first + group * S::EACH, strips = own < S::COUNT && f < FILTERS ? rows * (S::Window::OUT_HEIGHT * S::PER_ROW) : 0;
    float sums[SUMS];
#pragma unroll
    for (int i = 0; i < SUMS; i++) {
      sums[i] = 0;
    }
    for (int number = blockIdx.z * S::COUNT + own; number < strips; number += gridDim.z * S::COUNT) {
      const S strip = strip_at<S>(number);
      Filters errors[S::PLACES] = {};
#pragma unroll
      for (int place = 0; place < S::PLACES; place++) {
        if (is_place(strip, place)) {
          errors[place] = read_numbers<S::EACH>(dy + results_of(strip, place) + f);
        }
#pragma unroll
        for (int i = 0; BIAS && i < S::EACH; i++) {
          sums[S::TAPS * S::EACH + i] += errors[place].at[i];
        }
      }
      slide(x, strip, [&](int tap, int place, float value) {
#pragma unroll
        for (int i = 0; i < S::EACH; i++) {
          sums[tap * S::EACH + i] += value * errors[place].at[i];
        }
      });
    }
#pragma unroll 1
    for (int live = S::COUNT; live > 1; live = divide_up(live, 2)) {
      const int half = divide_up(live, 2);
      __syncthreads();
      if (own >= half && own < live) {
#pragma unroll
        for (int i = 0; i < SUMS; i++) {
          shared[i * HALF + (own - half) * S::GROUPS + group] = sums[i];
        }
      }
      __syncthreads();
      if (own < live - half) {
#pragma unroll
        for (int i = 0; i < SUMS; i++) {
          sums[i] += shared[i * HALF + own * S::GROUPS + group];
        }
      }
    }
    if (own == 0 && f < FILTERS) {
#pragma unroll
      for (int i = 0; i < SUMS; i++) {
        put_gradients(dk, db, partial, S::TAPS, FILTERS, i / S::EACH, f + i % S::EACH, sums[i]);
      }
    }
  }
}

// ---- pooling ----

// The first place of a window's maximum, as an index into one sample's image; the first in row-major order wins.
template <class W>
DEVICE int first_maximum(const float* image, int oy, int ox, int c) {
  int best = -1;
  float highest = 0;
  for (int ky = 0; ky < W::SIZE_Y; ky++) {
    for (int kx = 0; kx < W::SIZE_X; kx++) {
      const int y = oy * W::STRIDE_Y - W::TOP + ky, z = ox * W::STRIDE_X - W::LEFT + kx;
      if ((u32) y < (u32) W::HEIGHT && (u32) z < (u32) W::WIDTH) {
        const int at = (y * W::WIDTH + z) * W::CHANNELS + c;
        if (best < 0 || image[at] > highest) {
          best = at;
          highest = image[at];
        }
      }
    }
  }
  return best;
}

template <class W>
DEVICE void max_pool(float* y, const float* x, int rows) {
  constexpr int IMAGE = W::HEIGHT * W::WIDTH * W::CHANNELS, RESULT = W::PLACES * W::CHANNELS;
  for (u32 i = thread_number(); i < (u32) rows * RESULT; i += thread_count()) {
    const float* image = x + (u64) (i / RESULT) * IMAGE;
    const int place = i % RESULT / W::CHANNELS;
    y[i] = image[first_maximum<W>(image, place / W::OUT_WIDTH, place % W::OUT_WIDTH, i % W::CHANNELS)];
  }
}

// Calls `visit` with every window that covers (y, z).
template <class W, class Visit>
DEVICE void covering(int y, int z, Visit visit) {
  for (int ky = 0; ky < W::SIZE_Y; ky++) {
    for (int kx = 0; kx < W::SIZE_X; kx++) {
      const int ty = y + W::TOP - ky, tx = z + W::LEFT - kx;
      if (ty >= 0 && tx >= 0 && ty % W::STRIDE_Y == 0 && tx % W::STRIDE_X == 0) {
        const int oy = ty / W::STRIDE_Y, ox = tx / W::STRIDE_X;
        if (oy < W::OUT_HEIGHT && ox < W::OUT_WIDTH) {
          visit(oy, ox);
        }
      }
    }
  }
}

// Every place of the image asks the windows that cover it whether it is their maximum: no two threads add to one number.
template <class W>
DEVICE void max_pool_gradient(float* dx, const float* x, const float* dy, int rows) {
  constexpr int IMAGE = W::HEIGHT * W::WIDTH * W::CHANNELS, RESULT = W::PLACES * W::CHANNELS;
  for (u32 i = thread_number(); i < (u32) rows * IMAGE; i += thread_count()) {
    const int b = i / IMAGE, at = i % IMAGE, c = i % W::CHANNELS;
    const float* image = x + (u64) b * IMAGE;
    const float* errors = dy + (u64) b * RESULT;
    float sum = 0;
    covering<W>(at / W::CHANNELS / W::WIDTH, at / W::CHANNELS % W::WIDTH, [&](int oy, int ox) {
      if (first_maximum<W>(image, oy, ox, c) == at) {
        sum += errors[(oy * W::OUT_WIDTH + ox) * W::CHANNELS + c];
      }
    });
    dx[i] = sum;
  }
}

// How many places of the image a window covers: padding does not count.
template <class W>
DEVICE int covered(int oy, int ox) {
  const int y = oy * W::STRIDE_Y - W::TOP, z = ox * W::STRIDE_X - W::LEFT;
  return (smaller(y + W::SIZE_Y, W::HEIGHT) - larger(y, 0)) * (smaller(z + W::SIZE_X, W::WIDTH) - larger(z, 0));
}

template <class W>
DEVICE void average_pool(float* y, const float* x, int rows) {
  constexpr int IMAGE = W::HEIGHT * W::WIDTH * W::CHANNELS, RESULT = W::PLACES * W::CHANNELS;
  for (u32 i = thread_number(); i < (u32) rows * RESULT; i += thread_count()) {
    const int place = i % RESULT / W::CHANNELS, oy = place / W::OUT_WIDTH, ox = place % W::OUT_WIDTH, c = i % W::CHANNELS;
    float sum = 0;
    for (int tap = 0; tap < W::TAPS; tap++) {
      sum += under<W>(x, i / RESULT * W::PLACES + place, tap * W::CHANNELS + c);
    }
    y[i] = sum / covered<W>(oy, ox);
  }
}

template <class W>
DEVICE void average_pool_gradient(float* dx, const float* dy, int rows) {
  constexpr int IMAGE = W::HEIGHT * W::WIDTH * W::CHANNELS, RESULT = W::PLACES * W::CHANNELS;
  for (u32 i = thread_number(); i < (u32) rows * IMAGE; i += thread_count()) {
    const int at = i % IMAGE, c = i % W::CHANNELS;
    const float* errors = dy + (u64) (i / IMAGE) * RESULT;
    float sum = 0;
    covering<W>(at / W::CHANNELS / W::WIDTH, at / W::CHANNELS % W::WIDTH,
                [&](int oy, int ox) { sum += errors[(oy * W::OUT_WIDTH + ox) * W::CHANNELS + c] / covered<W>(oy, ox); });
    dx[i] = sum;
  }
}

// ---- pools whose windows lie side by side in the image: a thread a window and EACH neighbouring channels ----

template <class W>
struct Tile {
  static constexpr int CHANNELS = W::CHANNELS, EACH = CHANNELS % 4 == 0 ? 4 : 1, GROUPS = CHANNELS / EACH;
  using Window = W;
  using Channels = Numbers<EACH>;
  int sample, oy, ox, c;
};

template <class T>
DEVICE T tile_at(u32 number, int height, int width) {
  const int c = number % T::GROUPS * T::EACH, place = number / T::GROUPS;
  return {place / width / height, place / width % height, place % width, c};
}

// What is behind the image's last whole window belongs to none.
template <class T>
DEVICE bool is_window(T tile) {
  return tile.oy < T::Window::OUT_HEIGHT && tile.ox < T::Window::OUT_WIDTH;
}

template <class T>
DEVICE u64 result_of(T tile) {
  using W = typename T::Window;
  return (((u64) tile.sample * W::OUT_HEIGHT + tile.oy) * W::OUT_WIDTH + tile.ox) * T::CHANNELS + tile.c;
}

// Calls `visit` with the number and the place of every element of the image under a tile, in row-major order.
template <class T, class Visit>
DEVICE void visit_tile(T tile, Visit visit) {
  using W = typename T::Window;
  for (int ky = 0; ky < W::SIZE_Y; ky++) {
    for (int kx = 0; kx < W::SIZE_X; kx++) {
      const int y = tile.oy * W::SIZE_Y + ky, z = tile.ox * W::SIZE_X + kx;
      if ((W::HEIGHT % W::SIZE_Y == 0 || y < W::HEIGHT) && (W::WIDTH % W::SIZE_X == 0 || z < W::WIDTH)) {
        visit(ky * W::SIZE_X + kx, (((u64) tile.sample * W::HEIGHT + y) * W::WIDTH + z) * T::CHANNELS + tile.c);
      }
    }
  }
}

// Calls `make` with every window.
template <class T, class Make>
DEVICE void each_window(int rows, Make make) {
  using W = typename T::Window;
  for (u32 i = thread_number(); i < (u32) rows * (W::PLACES * T::GROUPS); i += thread_count()) {
    make(tile_at<T>(i, W::OUT_HEIGHT, W::OUT_WIDTH));
  }
}

// Calls `make` with every window, and with what is left of one at the image's end.
template <class T, class Make>
DEVICE void each_tile(int rows, Make make) {
  using W = typename T::Window;
  constexpr int HEIGHT = divide_up(W::HEIGHT, W::SIZE_Y), WIDTH = divide_up(W::WIDTH, W::SIZE_X);
  for (u32 i = thread_number(); i < (u32) rows * (HEIGHT * WIDTH * T::GROUPS); i += thread_count()) {
    make(tile_at<T>(i, HEIGHT, WIDTH));
  }
}

// The maximum of each channel of a window, and the number of its first place.
template <class T>
struct Highest {
  typename T::Channels value;
  int place[T::EACH];
};

template <class T>
DEVICE Highest<T> highest_of(const float* x, T tile) {
  Highest<T> highest = {};
  visit_tile(tile, [&](int number, u64 at) {
    const auto value = read_numbers<T::EACH>(x + at);
#pragma unroll
    for (int i = 0; i < T::EACH; i++) {
      if (number == 0 || value.at[i] > highest.value.at[i]) {
        highest.value.at[i] = value.at[i];
        highest.place[i] = number;
      }
    }
  });
  return highest;
}

template <class W>
DEVICE void tile_max_pool(float* y, const float* x, int rows) {
  using T = Tile<W>;
  each_window<T>(rows, [=](T tile) { write_numbers(y + result_of(tile), highest_of(x, tile).value); });
}

// RELU: x is what a ReLU made, and only a maximum above 0 passes its window's gradient on through it.
template <class W, bool RELU = false>
DEVICE void tile_max_pool_gradient(float* dx, const float* x, const float* dy, int rows) {
  using T = Tile<W>;
  using Channels = typename T::Channels;
  each_tile<T>(rows, [=](T tile) {
    Highest<T> highest = {};
    Channels error = {};
    if (is_window(tile)) {
      error = read_numbers<T::EACH>(dy + result_of(tile));
      highest = highest_of(x, tile);
    }
    visit_tile(tile, [&](int number, u64 at) {
      Channels own;
#pragma unroll
      for (int i = 0; i < T::EACH; i++) {
        own.at[i] = highest.place[i] == number && (!RELU || highest.value.at[i] > 0.f) ? error.at[i] : 0.f;
      }
      write_numbers(dx + at, own);
    });
  });
}

template <class W>
DEVICE void tile_average_pool(float* y, const float* x, int rows) {
  using T = Tile<W>;
  using Channels = typename T::Channels;
  each_window<T>(rows, [=](T tile) {
    Channels mean = {};
    visit_tile(tile, [&](int, u64 at) {
      const Channels value = read_numbers<T::EACH>(x + at);
#pragma unroll
      for (int i = 0; i < T::EACH; i++) {
        mean.at[i] += value.at[i];
      }
    });
#pragma unroll
    for (int i = 0; i < T::EACH; i++) {
      mean.at[i] /= W::TAPS;
    }
    write_numbers(y + result_of(tile), mean);
  });
}

template <class W>
DEVICE void tile_average_pool_gradient(float* dx, const float* dy, int rows) {
  using T = Tile<W>;
  using Channels = typename T::Channels;
  each_tile<T>(rows, [=](T tile) {
    Channels error = {};
    if (is_window(tile)) {
      error = read_numbers<T::EACH>(dy + result_of(tile));
#pragma unroll
      for (int i = 0; i < T::EACH; i++) {
        error.at[i] /= W::TAPS;
      }
    }
    visit_tile(tile, [&](int, u64 at) { write_numbers(dx + at, error); });
  });
}

// ---- element by element, and the like ----

template <class Formula>
DEVICE void each(u32 count, Formula formula) {
  for (u32 i = thread_number(); i < (u32) count; i += thread_count()) {
    formula(i);
  }
}

// Copies runs of WIDTH numbers from rows of FROM numbers, starting at FROM_AT, to rows of TO numbers, starting at TO_AT.
template <int WIDTH, int FROM, int FROM_AT, int TO, int TO_AT>
DEVICE void copy_columns(float* to, const float* from, int rows) {
  for (u32 i = thread_number(); i < (u32) rows * WIDTH; i += thread_count()) {
    to[(u64) (i / WIDTH) * TO + TO_AT + i % WIDTH] = from[(u64) (i / WIDTH) * FROM + FROM_AT + i % WIDTH];
  }
}

// ---- sums over rows: a block has 32 columns and 8 lanes of rows, blocks along z share out the rows ----

// partial or result: the sums of `value(row, column)` over the block's share of the rows, for each of COUNT values.
template <int COLUMNS, int COUNT, class Value, class Store>
DEVICE void sum_over_rows(int rows, Value value, Store store) {
  BLOCK_SHARED(float, shared, COUNT * 8 * 32);
  const int column = blockIdx.x * 32 + lane(), share = divide_up(rows, (int) gridDim.z);
  const int from = blockIdx.z * share, to = smaller(from + share, rows);
  float sum[COUNT];
#pragma unroll
  for (int i = 0; i < COUNT; i++) {
    sum[i] = 0;
  }
  if (column < COLUMNS) {
#pragma unroll 4
    for (int r = from + warp(); r < to; r += 8) {
      value(r, column, sum);
    }
  }
#pragma unroll
  for (int i = 0; i < COUNT; i++) {
    shared[(i * 8 + warp()) * 32 + lane()] = sum[i];
  }
  __syncthreads();
  if (warp() == 0 && column < COLUMNS) {
#pragma unroll
    for (int i = 0; i < COUNT; i++) {
      float total = 0;
      for (int w = 0; w < 8; w++) {
        total += shared[(i * 8 + w) * 32 + lane()];
      }
      store(i, column, total);
    }
  }
}

// sums (COLUMNS) of x (rows, COLUMNS).
template <int COLUMNS>
DEVICE void sum_rows(float* y, float* partial, const float* x, int rows) {
  sum_over_rows<COLUMNS, 1>(
      rows, [=](int r, int c, float(&sum)[1]) { sum[0] += x[(u64) r * COLUMNS + c]; },
      [=](int, int c, float total) { (gridDim.z == 1 ? y : partial + blockIdx.z * COLUMNS)[c] = total; });
}

// ---- batch normalisation ----

// Mean and biased variance of each channel of x (rows, CHANNELS). Each block takes the mean of its share of the rows first, then the squared
// distances from it, so that nothing cancels; with several blocks along z it leaves its mean and the sum of its squares for finish_moments.
template <int CHANNELS>
DEVICE void batch_moments(float* mean, float* variance, float* partial, const float* x, int rows) {
  BLOCK_SHARED(float, shared, 8 * 32);
  const int column = blockIdx.x * 32 + lane(), share = divide_up(rows, (int) gridDim.z);
  const int from = blockIdx.z * share, to = smaller(from + share, rows), own = larger(to - from, 0);
  float total[2] = {0, 0};
  for (int pass = 0; pass < 2; pass++) {
    const float middle = total[0] / larger(own, 1);
    float sum = 0;
    if (column < CHANNELS) {
#pragma unroll 4
      for (int r = from + warp(); r < to; r += 8) {
        const float difference = x[(u64) r * CHANNELS + column] - middle;
        sum += pass == 0 ? difference : difference * difference;
      }
    }
    shared[warp() * 32 + lane()] = sum;
    __syncthreads();
    for (int w = 0; w < 8; w++) {
      total[pass] += shared[w * 32 + lane()];
    }
    __syncthreads();
  }
  if (warp() == 0 && column < CHANNELS) {
    if (gridDim.z == 1) {
      mean[column] = total[0] / rows;
      variance[column] = total[1] / rows;
    } else {
      partial[blockIdx.z * 2 * CHANNELS + column] = total[0] / larger(own, 1);
      partial[(blockIdx.z * 2 + 1) * CHANNELS + column] = total[1];
    }
  }
}

// Mean and variance from those of the shares: their squares, and how far their means are from the mean of all.
template <int CHANNELS>
DEVICE void finish_moments(float* mean, float* variance, const float* partial, int parts, int rows) {
  const int share = divide_up(rows, parts);
  for (int first = blockIdx.x * 8; first < CHANNELS; first += gridDim.x * 8) {
    const int c = smaller(first + (int) threadIdx.x % 8, CHANNELS - 1);
    const auto own = [=](int z) { return (float) larger(smaller(share, rows - z * share), 0); };
    const float middle = share_sum(parts, [=](int z) { return own(z) * partial[z * 2 * CHANNELS + c]; }) / rows;
    const float squares = share_sum(parts, [=](int z) {
      const float apart = partial[z * 2 * CHANNELS + c] - middle;
      return partial[(z * 2 + 1) * CHANNELS + c] + own(z) * apart * apart;
    });
    if (threadIdx.x < 8) {
      mean[c] = middle;
      variance[c] = squares / rows;
    }
  }
}

// sums of dy, and of dy (x - mean) / sqrt(variance + epsilon), for each channel.
template <int CHANNELS>
DEVICE void normalize_sums(float* shift, float* scale, float* partial, const float* x, const float* mean, const float* variance,
                           const float* dy, float epsilon, int rows) {
  sum_over_rows<CHANNELS, 2>(
      rows,
      [=](int r, int c, float(&sum)[2]) {
        const float e = dy[(u64) r * CHANNELS + c];
        sum[0] += e;
        sum[1] += e * (x[(u64) r * CHANNELS + c] - mean[c]) / sqrtf(variance[c] + epsilon);
      },
      [=](int i, int c, float total) { (gridDim.z == 1 ? (i == 0 ? shift : scale) : partial + (blockIdx.z * 2 + i) * CHANNELS)[c] = total; });
}

// Adds up the parts of such a pair of sums.
template <int CHANNELS>
DEVICE void finish_pair(float* shift, float* scale, const float* partial, int parts) {
  add_up(partial, parts, 2 * CHANNELS, [=](int i, float sum) { (i < CHANNELS ? shift : scale)[i % CHANNELS] = sum; });
}

// ---- rows: softmax and losses, a warp a row ----

DEVICE u32 warp_number() {
  return thread_number() / 32;
}

DEVICE u32 warp_count() {
  return thread_count() / 32;
}

template <int WIDTH>
DEVICE void softmax_row(float* y, const float* x) {
  float highest = -3.4e38f, sum = 0;
  for (int i = lane(); i < WIDTH; i += 32) {
    highest = fmaxf(highest, x[i]);
  }
  highest = max_lanes<32>(highest);
  for (int i = lane(); i < WIDTH; i += 32) {
    sum += expf(x[i] - highest);
  }
  sum = add_lanes<32>(sum);
  for (int i = lane(); i < WIDTH; i += 32) {
    y[i] = expf(x[i] - highest) / sum;
  }
}

template <int WIDTH>
DEVICE void softmax(float* y, const float* x, int rows) {
  for (int r = warp_number(); r < rows; r += (int) warp_count()) {
    softmax_row<WIDTH>(y + (u64) r * WIDTH, x + (u64) r * WIDTH);
  }
}

// dx = y (dy - sum(y dy)).
template <int WIDTH>
DEVICE void softmax_gradient(float* dx, const float* y, const float* dy, int rows) {
  for (int r = warp_number(); r < rows; r += (int) warp_count()) {
    const u64 at = (u64) r * WIDTH;
    float sum = 0;
    for (int i = lane(); i < WIDTH; i += 32) {
      sum += y[at + i] * dy[at + i];
    }
    sum = add_lanes<32>(sum);
    for (int i = lane(); i < WIDTH; i += 32) {
      dx[at + i] = y[at + i] * (dy[at + i] - sum);
    }
  }
}

// The largest of a row; the first in order wins.
template <int WIDTH>
DEVICE int largest(const float* x) {
  float highest = -3.4e38f;
  int best = WIDTH;
  for (int i = lane(); i < WIDTH; i += 32) {
    if (x[i] > highest) {
      highest = x[i];
      best = i;
    }
  }
#pragma unroll
  for (int apart = 16; apart >= 1; apart /= 2) {
    const float other = __shfl_xor_sync(EVERY_LANE, highest, apart);
    const int its = __shfl_xor_sync(EVERY_LANE, best, apart);
    if (other > highest || (other == highest && its < best)) {
      highest = other;
      best = its;
    }
  }
  return best;
}

// Cross-entropy of softmax(x) with a label or a distribution, whose sum need not be 1: y = softmax(x), losses and hits a row; dx if asked for.
template <int WIDTH, bool SPARSE>
DEVICE void softmax_crossentropy(float* dx, float* y, float* losses, float* hits, const float* x, const void* targets, int rows, float scale) {
  for (int r = warp_number(); r < rows; r += (int) warp_count()) {
    const float* z = x + (u64) r * WIDTH;
    const int label = SPARSE ? ((const int*) targets)[r] : largest<WIDTH>((const float*) targets + (u64) r * WIDTH);
    float highest = -3.4e38f, sum = 0, mass = 0, cross = 0;
    for (int i = lane(); i < WIDTH; i += 32) {
      highest = fmaxf(highest, z[i]);
      mass += SPARSE ? 0.f : ((const float*) targets)[(u64) r * WIDTH + i];
    }
    highest = max_lanes<32>(highest);
    mass = SPARSE ? 1.f : add_lanes<32>(mass);
    for (int i = lane(); i < WIDTH; i += 32) {
      sum += expf(z[i] - highest);
    }
    sum = add_lanes<32>(sum);
    const float log_sum = logf(sum);
    const int best = largest<WIDTH>(z);
    __syncwarp();
    for (int i = lane(); i < WIDTH; i += 32) {
      const float t = SPARSE ? (i == label ? 1.f : 0.f) : ((const float*) targets)[(u64) r * WIDTH + i];
      const float score = z[i] - highest, p = expf(score) / sum;
      cross += t == 0.f ? 0.f : t * (log_sum - score);
      y[(u64) r * WIDTH + i] = p;
      if (dx != nullptr) {
        dx[(u64) r * WIDTH + i] = (p * mass - t) * scale;
      }
    }
    cross = add_lanes<32>(cross);
    if (lane() == 0) {
      losses[r] = cross;
      hits[r] = best == label ? 1.f : 0.f;
    }
  }
}

DEVICE bool is_clipped(float p) {
  return p < 1e-7f || p > 1.f - 1e-7f;
}

DEVICE float clipped(float p) {
  return fminf(fmaxf(p, 1e-7f), 1.f - 1e-7f);
}

// Binary cross-entropy of sigmoid(x): y = sigmoid(x); the mean over a row.
template <int WIDTH>
DEVICE void sigmoid_binary_crossentropy(float* dx, float* y, float* losses, float* hits, const float* x, const float* targets, int rows,
                                        float scale) {
  for (int r = warp_number(); r < rows; r += (int) warp_count()) {
    float loss = 0, right = 0;
    for (int i = lane(); i < WIDTH; i += 32) {
      const u64 at = (u64) r * WIDTH + i;
      const float z = x[at], t = targets[at], shrunk = expf(-fabsf(z)), p = (z >= 0.f ? 1.f : shrunk) / (1.f + shrunk);
      loss += fmaxf(z, 0.f) - z * t + log1pf(shrunk);
      right += (p >= 0.5f) == (t >= 0.5f) ? 1.f : 0.f;
      y[at] = p;
      if (dx != nullptr) {
        dx[at] = (p - t) * (scale / WIDTH);
      }
    }
    loss = add_lanes<32>(loss);
    right = add_lanes<32>(right);
    if (lane() == 0) {
      losses[r] = loss / WIDTH;
      hits[r] = right / WIDTH;
    }
  }
}

// Binary cross-entropy of probabilities y, with Keras' clipping.
template <int WIDTH>
DEVICE void binary_crossentropy(float* dx, float* losses, float* hits, const float* y, const float* targets, int rows, float scale) {
  for (int r = warp_number(); r < rows; r += (int) warp_count()) {
    float loss = 0, right = 0;
    for (int i = lane(); i < WIDTH; i += 32) {
      const u64 at = (u64) r * WIDTH + i;
      const float t = targets[at], p = clipped(y[at]);
      loss -= t * logf(p) + (1.f - t) * logf(1.f - p);
      right += (y[at] >= 0.5f) == (t >= 0.5f) ? 1.f : 0.f;
      if (dx != nullptr) {
        dx[at] = is_clipped(y[at]) ? 0.f : ((1.f - t) / (1.f - p) - t / p) * (scale / WIDTH);
      }
    }
    loss = add_lanes<32>(loss);
    right = add_lanes<32>(right);
    if (lane() == 0) {
      losses[r] = loss / WIDTH;
      hits[r] = right / WIDTH;
    }
  }
}

// The mean of squared differences of a row.
template <int WIDTH>
DEVICE void mean_squared_error(float* dx, float* losses, float* hits, const float* y, const float* targets, int rows, float scale) {
  for (int r = warp_number(); r < rows; r += (int) warp_count()) {
    float loss = 0;
    for (int i = lane(); i < WIDTH; i += 32) {
      const u64 at = (u64) r * WIDTH + i;
      const float difference = y[at] - targets[at];
      loss += difference * difference;
      if (dx != nullptr) {
        dx[at] = 2 * difference * (scale / WIDTH);
      }
    }
    loss = add_lanes<32>(loss);
    if (lane() == 0) {
      losses[r] = loss / WIDTH;
      hits[r] = 0;
    }
  }
}

// ---- the end of a step: one block ----

// Where an output's losses and hits are, `each` for a row.
struct Output {
  const float* losses;
  const float* hits;
  double weight;
  int number;
  int each;
};

// Adds two numbers over the block, in one order, for its first thread.
DEVICE void add_over_block(double& a, double& b) {
  BLOCK_SHARED(double, shared, 2 * 32);
  a = add_lanes<32>(a);
  b = add_lanes<32>(b);
  if (lane() == 0) {
    shared[warp()] = a;
    shared[32 + warp()] = b;
  }
  __syncthreads();
  if (warp() == 0) {
    const bool there = lane() < (int) blockDim.x / 32;
    a = add_lanes<32>(there ? shared[lane()] : 0.);
    b = add_lanes<32>(there ? shared[32 + lane()] : 0.);
  }
  __syncthreads();
}

// The step behind this one; the last step of a run stays.
DEVICE Batch advance(const Batch& now, const Rates* rates, int batch_size) {
  Batch next = now;
  if (now.run_rows - now.first > batch_size) {
    next.number++;
    next.first += batch_size;
    next.rows = smaller(batch_size, now.run_rows - next.first);
    next.step++;
    next.rates = rates[next.number];
  }
  return next;
}

// Adds up what the outputs cost, each with its weight, and makes the batch the next step where there are rates. Whatever is needed at the end is
// read at once with the losses.
DEVICE void account(Batch* batch, const Output* outputs, int count, const Rates* rates, int batch_size) {
  constexpr int AHEAD = 4;
  const Batch now = *batch;
  Batch next = rates == nullptr ? now : advance(now, rates, batch_size);
  next.last_loss = now.penalty;
  next.penalty = 0;
  for (int o = 0; o < count; o++) {
    const Output output = outputs[o];
    double* sums = (double*) (batch + 1) + 2 * output.number;
    const double losses_before = sums[0], hits_before = sums[1];
    const int numbers = now.rows * output.each;
    double loss = 0, hit = 0;
    for (int from = threadIdx.x; from < numbers; from += AHEAD * blockDim.x) {
      float losses[AHEAD], hits[AHEAD];
#pragma unroll
      for (int k = 0; k < AHEAD; k++) {
        const int i = from + k * blockDim.x;
        losses[k] = i < numbers ? output.losses[i] : 0.f;
        hits[k] = i < numbers ? output.hits[i] : 0.f;
      }
#pragma unroll
      for (int k = 0; k < AHEAD; k++) {
        loss += losses[k];
        hit += hits[k];
      }
    }
    add_over_block(loss, hit);
    if (threadIdx.x == 0) {
      sums[0] = losses_before + loss / output.each;
      sums[1] = hits_before + hit / output.each;
      next.last_loss += output.weight * (loss / output.each) / now.rows;
    }
  }
  if (threadIdx.x == 0) {
    next.loss += next.last_loss * now.rows;
    *batch = next;
  }
}
