// A card emulated on the processor: what device.cuh has, for a C++ compiler. Every CUDA thread is a fiber; all fibers of all blocks take turns
// on one thread of the processor and hand over wherever a card's threads would wait for each other.

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <ucontext.h>
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
  u32 slot[32];
};

struct Block {
  Meeting meeting;
  std::vector<u8> memory;
  u8* aligned;
};

struct Fiber {
  ucontext_t context;
  std::unique_ptr<char[]> stack;
  struct {
    unsigned x, y, z;
  } thread, block;
  Warp* warp;
  Block* home;
  bool done = false;
};

static Fiber* current;
static ucontext_t scheduler;
static const std::function<void()>* body;
static struct {
  unsigned x, y, z;
} block_size, grid_size;

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

// Runs the kernel for all threads of all blocks. Threads of a warp must not leave before the others while these still shuffle.
static void launch(int blocks, int threads, size_t memory_bytes, const std::function<void()>& kernel) {
  constexpr size_t STACK = 64 * 1024;
  std::vector<std::unique_ptr<Block>> homes;
  std::vector<std::unique_ptr<Warp>> warps;
  std::vector<std::unique_ptr<Fiber>> fibers;
  body = &kernel;
  block_size = {(unsigned) threads, 1, 1};
  grid_size = {(unsigned) blocks, 1, 1};
  for (int b = 0; b < blocks; b++) {
    homes.push_back(std::make_unique<Block>());
    Block* home = homes.back().get();
    home->meeting.size = threads;
    home->memory.assign(memory_bytes + 128, 0xCD);  // shared memory starts with anything
    home->aligned = (u8*) (((size_t) home->memory.data() + 127) / 128 * 128);
    for (int t = 0; t < threads; t++) {
      if (t % 32 == 0) {
        warps.push_back(std::make_unique<Warp>());
        warps.back()->meeting.size = threads - t < 32 ? threads - t : 32;
      }
      fibers.push_back(std::make_unique<Fiber>());
      Fiber* fiber = fibers.back().get();
      fiber->stack.reset(new char[STACK]);
      fiber->thread = {(unsigned) t, 0, 0};
      fiber->block = {(unsigned) b, 0, 0};
      fiber->warp = warps.back().get();
      fiber->home = home;
      getcontext(&fiber->context);
      fiber->context.uc_stack.ss_sp = fiber->stack.get();
      fiber->context.uc_stack.ss_size = STACK;
      fiber->context.uc_link = nullptr;
      makecontext(&fiber->context, enter, 0);
    }
  }
  size_t alive = fibers.size();
  while (alive > 0) {
    for (auto& fiber : fibers) {
      if (!fiber->done) {
        current = fiber.get();
        swapcontext(&scheduler, &fiber->context);
        alive -= fiber->done;
      }
    }
  }
}

template <class Value>
static Value exchange(Value value, int partner) {
  static_assert(sizeof(Value) == 4);
  Warp& warp = *current->warp;
  memcpy(&warp.slot[current->thread.x & 31], &value, 4);
  meet(warp.meeting);
  Value result;
  memcpy(&result, &warp.slot[partner], 4);
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
template <class Value>
static inline Value __shfl_sync(u32, Value value, int from) {
  return emulation::exchange(value, from & 31);
}
static inline float atomicAdd(float* to, float value) {
  const float before = *to;
  *to += value;
  return before;
}

static inline void* block_memory() {
  return emulation::current->home->aligned;
}
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
