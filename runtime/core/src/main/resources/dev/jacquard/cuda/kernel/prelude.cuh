// What every kernel is written with. No header is needed: the names below and the compiler's own are all there is.

BOTH constexpr int round_up(int value, int multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

BOTH constexpr int divide_up(int value, int by) {
  return (value + by - 1) / by;
}

BOTH constexpr int smaller(int a, int b) {
  return a < b ? a : b;
}

BOTH constexpr int larger(int a, int b) {
  return a > b ? a : b;
}

// The largest power of two that is not above the value, at least 1.
BOTH constexpr int power_of_two_below(int value) {
  int power = 1;
  while (power * 2 <= value) {
    power *= 2;
  }
  return power;
}

// The smallest power of two that is not below the value.
BOTH constexpr int power_of_two_above(int value) {
  int power = 1;
  while (power < value) {
    power *= 2;
  }
  return power;
}

// What changes from step to step: the learning rate, and Adam's rate with its bias corrections.
struct Rates {
  float learning_rate;
  float corrected_rate;
};

DEVICE u32 thread_number() {
  return blockIdx.x * blockDim.x + threadIdx.x;
}

DEVICE u32 thread_count() {
  return gridDim.x * blockDim.x;
}

DEVICE int lane() {
  return threadIdx.x & 31;
}

DEVICE int warp() {
  return threadIdx.x >> 5;
}

DEVICE float dot(float4 a, float4 b) {
  return a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w;
}

// Four neighbouring inputs as floats: bytes stay bytes until here.
DEVICE float4 four(const u8* row, int chunk) {
  const u32 bytes = ((const u32*) row)[chunk];
  return make_float4(byte_of(bytes, 0), byte_of(bytes, 1), byte_of(bytes, 2), byte_of(bytes, 3));
}

DEVICE float4 four(const float* row, int chunk) {
  return ((const float4*) row)[chunk];
}

// Halves values and lanes until lanes LAST apart have exchanged: a lane keeps one half of the values and gets its partner's share of it. The sizes
// are template arguments because an array stays in registers only where every index is known to the compiler.
template <int HALF, int APART, int LAST, int COUNT>
DEVICE void fold_halves(float (&value)[COUNT]) {
  if constexpr (APART >= LAST) {
    const bool upper = (lane() & APART) != 0;
#pragma unroll
    for (int i = 0; i < HALF; i++) {
      const float keep = upper ? value[i + HALF] : value[i];
      const float give = upper ? value[i] : value[i + HALF];
      value[i] = keep + __shfl_xor_sync(EVERY_LANE, give, APART);
    }
    fold_halves<HALF / 2, APART / 2, LAST>(value);
  }
}

// Adds each of COUNT values over LANES neighbouring lanes, at least as many; lane p returns the sum of value p % COUNT. Halving the number of
// values with every exchange takes about COUNT shuffles where adding them one by one would take COUNT * log2(LANES).
template <int COUNT, int LANES, int ROOM>
DEVICE float fold_few(float (&value)[ROOM]) {
  fold_halves<COUNT / 2, COUNT / 2, 1>(value);
  float sum = value[0];
#pragma unroll
  for (int apart = COUNT; apart < LANES; apart *= 2) {
    sum += __shfl_xor_sync(EVERY_LANE, sum, apart);
  }
  return sum;
}

template <int LANES, class Number>
DEVICE Number add_lanes(Number value) {
#pragma unroll
  for (int apart = LANES / 2; apart >= 1; apart /= 2) {
    value += __shfl_xor_sync(EVERY_LANE, value, apart);
  }
  return value;
}

template <int LANES>
DEVICE float max_lanes(float value) {
#pragma unroll
  for (int apart = LANES / 2; apart >= 1; apart /= 2) {
    value = fmaxf(value, __shfl_xor_sync(EVERY_LANE, value, apart));
  }
  return value;
}

template <int LANES>
DEVICE int min_lanes(int value) {
#pragma unroll
  for (int apart = LANES / 2; apart >= 1; apart /= 2) {
    value = smaller(value, __shfl_xor_sync(EVERY_LANE, value, apart));
  }
  return value;
}

// The whole block has written: tells the other blocks. The first half of a barrier of several blocks.
DEVICE void arrive(u32* counter) {
  __syncthreads();
  if (threadIdx.x == 0) {
    count_up(counter);
  }
}

// Waits until the counter has reached the count: the second half of a barrier of several blocks.
DEVICE void await(const u32* counter, u32 count) {
  if (warp() == 0) {
    // All lanes of a warp wait together: one that waited alone would stay apart from the others.
    while (__any_sync(EVERY_LANE, (int) (read_counter(counter) - count) < 0)) {
      wait_a_little();
    }
  }
  __syncthreads();
}

// Random numbers without a state, bit for bit those of dev.jacquard.network.CounterRandom.
DEVICE u64 mix(u64 value) {
  u64 h = value + 0x9E3779B97F4A7C15ull;
  h = (h ^ (h >> 30)) * 0xBF58476D1CE4E5B9ull;
  h = (h ^ (h >> 27)) * 0x94D049BB133111EBull;
  return h ^ (h >> 31);
}

// The key of one layer's stream in one step; the seed comes mixed.
DEVICE u32 random_key(u64 mixed_seed, u64 step, int layer) {
  return (u32) (mix(mix(mixed_seed + step) + layer) >> 32);
}

DEVICE u32 random_bits(u32 key, u32 index) {
  u32 h = index * 0x9E3779B1u + key;
  h ^= h >> 16;
  h *= 0x21F0AAADu;
  h ^= h >> 15;
  h ^= key;
  h *= 0x735A2D97u;
  h ^= h >> 15;
  return h;
}

// 0 with the probability that the threshold stands for, else the scale that keeps the expectation.
DEVICE float dropout_mask(u32 key, u32 index, u32 threshold, float scale) {
  return random_bits(key, index) >> 8 >= threshold ? scale : 0.f;
}

DEVICE float sigmoid(float x) {
  return 1.f / (1.f + expf(-x));
}

DEVICE float square(float x) {
  return x * x;
}

DEVICE float leaky_relu(float x, float slope) {
  return x > 0.f ? x : slope * x;
}
