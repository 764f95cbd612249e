// What only a card can do. The emulation used by the tests has a file with the same functions for a C++ compiler.

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;

#define DEVICE __device__ __forceinline__
#define BOTH __host__ __device__
#define EVERY_LANE 0xffffffffu

// The block's shared memory, as much as the launch asked for.
DEVICE void* block_memory() {
  extern __shared__ __align__(128) u8 memory[];
  return memory;
}

// Starts copying 16 bytes from global to shared memory behind the arithmetic; both addresses are multiples of 16.
DEVICE void copy_16_bytes(void* to, const void* from) {
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"((u32) __cvta_generic_to_shared(to)), "l"(from) : "memory");
}

// Starts copying 4 bytes from global to shared memory.
DEVICE void copy_4_bytes(void* to, const void* from) {
  asm volatile("cp.async.ca.shared.global [%0], [%1], 4;" ::"r"((u32) __cvta_generic_to_shared(to)), "l"(from) : "memory");
}

// Waits for this thread's own copies; the block still has to meet at a barrier before it reads what others copied.
DEVICE void await_copies() {
  asm volatile("cp.async.wait_all;" ::: "memory");
}

// Makes all earlier writes of the block visible to whoever sees the counter; one thread calls it after a barrier of the block.
DEVICE void count_up(u32* counter) {
  asm volatile("red.release.gpu.global.add.u32 [%0], 1;" ::"l"(counter) : "memory");
}

DEVICE u32 read_counter(const u32* counter) {
  u32 count;
  asm volatile("ld.acquire.gpu.global.u32 %0, [%1];" : "=r"(count) : "l"(counter) : "memory");
  return count;
}

// Called while a thread spins on a counter.
DEVICE void wait_a_little() {
}

// Reads and writes that go to the cache all multiprocessors share, for what blocks exchange during a kernel.
DEVICE float read_shared(const float* from) {
  return __ldcg(from);
}

DEVICE float4 read_shared(const float4* from) {
  return __ldcg(from);
}

DEVICE void write_shared(float* to, float value) {
  __stcg(to, value);
}

DEVICE void write_shared(float4* to, float4 value) {
  __stcg(to, value);
}

// Memory that the threads of a block share, its size known to the compiler.
#define BLOCK_SHARED(type, name, count) __shared__ __align__(16) type name[count]

#define KERNEL extern "C" __global__ void
