// A card emulated on the processor: what device.cuh has, for a C++ compiler. Every CUDA thread is a fiber; all fibers of all blocks take turns
// on one thread of the processor and hand over wherever a card's threads would wait for each other.

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <type_traits>
#include <ucontext.h>
#include <utility>
#include <vector>

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;

#define DEVICE static inline
#define BOTH
#define EVERY_LANE 0xffffffffu
#define __device__
#define __global__
#define __launch_bounds__(threads, blocks)
#define __restrict__ __restrict
#define __align__(bytes) __attribute__((aligned(bytes)))

struct alignas(16) float4 {
  float x, y, z, w;
};
struct alignas(4) uchar4 {
  unsigned char x, y, z, w;
};
struct alignas(8) float2 {
  float x, y;
};
static inline float4 make_float4(float x, float y, float z, float w) {
  return {x, y, z, w};
}
static inline float2 make_float2(float x, float y) {
  return {x, y};
}

namespace emulation {

// Threads that meet: a warp or a block.
struct Meeting {
  int size = 0, arrived = 0, round = 0;
};

struct Warp {
  Meeting meeting;
  u64 slot[32];
};

struct Block {
  Meeting meeting;
  std::vector<u8> memory;
  u8* aligned;
  std::map<int, std::vector<u8>> shared;  // by the line that declares it
};

struct Fiber {
  ucontext_t context;
  std::unique_ptr<char[]> stack;
  struct {
    unsigned x, y, z;
  } thread, block;
  Warp* warp;
  Block* home;
  bool done;
};

static Fiber* current;
static ucontext_t scheduler;
static const std::function<void()>* body;
static struct {
  unsigned x, y, z;
} block_size, grid_size;
static std::vector<std::unique_ptr<Fiber>> fibers;  // kept from launch to launch with their stacks

static void yield() {
  swapcontext(&current->context, &scheduler);
}

static void meet(Meeting& meeting) {
  const int round = meeting.round;
  if (++meeting.arrived == meeting.size) {
    meeting.arrived = 0;
    meeting.round++;
  } else {
    while (meeting.round == round) {
      yield();
    }
  }
}

static void enter() {
  (*body)();
  current->done = true;
  yield();
}

// The environment's JACQUARD_EMULATION_DISORDER, a seed: warps miss turns and lanes change their order, as on a card. Where a barrier is missing, some
// seeds give other numbers.
static const unsigned disorder = [] {
  const char* seed = getenv("JACQUARD_EMULATION_DISORDER");
  return seed == nullptr ? 0 : (unsigned) atoi(seed);
}();

// Random bits of a warp in some rounds.
static unsigned lot(size_t rounds, size_t warp) {
  unsigned h = (unsigned) rounds * 0x9E3779B1u + (unsigned) warp * 0x85EBCA6Bu + disorder * 0xC2B2AE35u;
  h = (h ^ h >> 15) * 0x2C1B3C6Du;
  h = (h ^ h >> 12) * 0x297A2D39u;
  return h ^ h >> 15;
}

// Runs some blocks at the same time. Threads of a warp must not leave before the others while these still shuffle.
static void run_blocks(int first, int count, int threads, size_t memory_bytes) {
  constexpr size_t STACK = 64 * 1024;
  std::vector<std::unique_ptr<Block>> homes;
  std::vector<std::unique_ptr<Warp>> warps;
  const size_t all = (size_t) count * threads;
  while (fibers.size() < all) {
    fibers.push_back(std::make_unique<Fiber>());
    fibers.back()->stack.reset(new char[STACK]);
  }
  for (int b = 0; b < count; b++) {
    homes.push_back(std::make_unique<Block>());
    Block* home = homes.back().get();
    home->meeting.size = threads;
    home->memory.assign(memory_bytes + 128, 0xCD);  // shared memory starts with anything
    home->aligned = (u8*) (((size_t) home->memory.data() + 127) / 128 * 128);
    const unsigned number = first + b;
    for (int t = 0; t < threads; t++) {
      if (t % 32 == 0) {
        warps.push_back(std::make_unique<Warp>());
        warps.back()->meeting.size = threads - t < 32 ? threads - t : 32;
      }
      Fiber* fiber = fibers[(size_t) b * threads + t].get();
      fiber->thread = {(unsigned) t, 0, 0};
      fiber->block = {number % grid_size.x, number / grid_size.x % grid_size.y, number / grid_size.x / grid_size.y};
      fiber->warp = warps.back().get();
      fiber->home = home;
      fiber->done = false;
      getcontext(&fiber->context);
      fiber->context.uc_stack.ss_sp = fiber->stack.get();
      fiber->context.uc_stack.ss_size = STACK;
      fiber->context.uc_link = nullptr;
      makecontext(&fiber->context, enter, 0);
    }
  }
  size_t round = 0;
  for (size_t alive = all; alive > 0; round++) {
    for (size_t turn = 0; turn < all; turn++) {
      size_t i = turn;
      if (disorder != 0 && threads % 32 == 0) {
        // A warp misses three of four spells of five rounds.
        const unsigned bits = lot(round / 5, turn / 32);
        if (bits % 4 != 0) {
          continue;
        }
        i = bits & 64 ? turn ^ 31 : turn;
      }
      if (!fibers[i]->done) {
        current = fibers[i].get();
        swapcontext(&scheduler, &current->context);
        alive -= current->done;
      }
    }
  }
}

// Runs a kernel: all blocks at the same time where they wait for each other, else one after another.
static void launch(int x, int y, int z, int threads, size_t memory_bytes, bool together, const std::function<void()>& kernel) {
  body = &kernel;
  block_size = {(unsigned) threads, 1, 1};
  grid_size = {(unsigned) x, (unsigned) y, (unsigned) z};
  const int blocks = x * y * z;
  if (together) {
    run_blocks(0, blocks, threads, memory_bytes);
  } else {
    for (int b = 0; b < blocks; b++) {
      run_blocks(b, 1, threads, memory_bytes);
    }
  }
}

template <class... Parameters, size_t... Index>
static void call(void (*kernel)(Parameters...), void** parameters, std::index_sequence<Index...>) {
  kernel(*(std::remove_const_t<Parameters>*) parameters[Index]...);
}

// Runs a kernel with its parameters' addresses, as the driver is given them.
template <class... Parameters>
static void launch_with(void (*kernel)(Parameters...), int x, int y, int z, int threads, int memory_bytes, int together, void** parameters) {
  launch(x, y, z, threads, memory_bytes, together != 0,
         [=] { call(kernel, parameters, std::index_sequence_for<Parameters...>()); });
}

template <class Value>
static Value exchange(Value value, int partner) {
  static_assert(sizeof(Value) == 4 || sizeof(Value) == 8);
  Warp& warp = *current->warp;
  memcpy(&warp.slot[current->thread.x & 31], &value, sizeof(Value));
  meet(warp.meeting);
  Value result;
  memcpy(&result, &warp.slot[partner], sizeof(Value));
  meet(warp.meeting);
  return result;
}

}  // namespace emulation

#define threadIdx (emulation::current->thread)
#define blockIdx (emulation::current->block)
#define blockDim (emulation::block_size)
#define gridDim (emulation::grid_size)

static inline void __syncthreads() {
  emulation::meet(emulation::current->home->meeting);
}
static inline void __syncwarp() {
  emulation::meet(emulation::current->warp->meeting);
}
template <class Value>
static inline Value __shfl_xor_sync(u32, Value value, int mask) {
  return emulation::exchange(value, (threadIdx.x & 31) ^ mask);
}
static inline bool __any_sync(u32, bool value) {
  emulation::Warp& warp = *emulation::current->warp;
  warp.slot[threadIdx.x & 31] = value;
  emulation::meet(warp.meeting);
  bool any = false;
  for (int lane = 0; lane < warp.meeting.size; lane++) {
    any = any || warp.slot[lane] != 0;
  }
  emulation::meet(warp.meeting);
  return any;
}

static inline void* block_memory() {
  return emulation::current->home->aligned;
}
static inline void* block_shared(int line, size_t bytes) {
  std::vector<u8>& memory = emulation::current->home->shared[line];
  if (memory.size() < bytes + 16) {
    memory.assign(bytes + 16, 0xCD);
  }
  return (void*) (((size_t) memory.data() + 15) / 16 * 16);
}
#define BLOCK_SHARED(type, name, count) type* const name = (type*) block_shared(__LINE__, (count) * sizeof(type))
#define KERNEL extern "C" void

static inline void check_aligned(const void* address, size_t bytes) {
  if ((size_t) address % bytes != 0) {
    fprintf(stderr, "an asynchronous copy of %zu bytes at a misaligned address\n", bytes);
    abort();
  }
}
static inline void copy_16_bytes(void* to, const void* from) {
  check_aligned(to, 16);
  check_aligned(from, 16);
  memcpy(to, from, 16);
}
static inline void copy_4_bytes(void* to, const void* from) {
  check_aligned(to, 4);
  check_aligned(from, 4);
  memcpy(to, from, 4);
}
static inline void await_copies() {
}
static inline void count_up(u32* counter) {
  ++*counter;
}
static inline u32 read_counter(const u32* counter) {
  return *(const volatile u32*) counter;
}
static inline float4 read_whole(const float4* from) {
  return *from;
}
static inline void write_whole(float4* to, float4 all) {
  *to = all;
}
static inline u32 __float_as_uint(float value) {
  u32 bits;
  memcpy(&bits, &value, 4);
  return bits;
}
static inline float __uint_as_float(u32 bits) {
  float value;
  memcpy(&value, &bits, 4);
  return value;
}
static inline float byte_of(u32 word, int index) {
  return (float) (word >> 8 * index & 255);
}
static inline void wait_a_little() {
  emulation::yield();
}
static inline float read_shared(const float* from) {
  return *from;
}
static inline float4 read_shared(const float4* from) {
  return *from;
}
static inline void write_shared(float* to, float value) {
  *to = value;
}
static inline void write_shared(float4* to, float4 value) {
  *to = value;
}
