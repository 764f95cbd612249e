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

// PTX has accesses of 16 bytes as a whole since CUDA 12.3; before, vectors of four words are that in practice.
#define CAN_ACCESS_WHOLE (__CUDACC_VER_MAJOR__ * 100 + __CUDACC_VER_MINOR__ >= 1203)

// Sixteen bytes that are read and written as a whole: who sees one of the four numbers sees the others that were written with it.
DEVICE float4 read_whole(const float4* from) {
#if CAN_ACCESS_WHOLE
  u64 low, high;
  asm volatile("{ .reg .b128 all; ld.relaxed.gpu.global.b128 all, [%2]; mov.b128 {%0, %1}, all; }" : "=l"(low), "=l"(high) : "l"(from) : "memory");
  return make_float4(__uint_as_float((u32) low), __uint_as_float((u32) (low >> 32)), __uint_as_float((u32) high),
                     __uint_as_float((u32) (high >> 32)));
#else
  float4 all;
  asm volatile("ld.volatile.global.v4.f32 {%0, %1, %2, %3}, [%4];" : "=f"(all.x), "=f"(all.y), "=f"(all.z), "=f"(all.w) : "l"(from) : "memory");
  return all;
#endif
}

DEVICE void write_whole(float4* to, float4 all) {
#if CAN_ACCESS_WHOLE
  const u64 low = __float_as_uint(all.x) | (u64) __float_as_uint(all.y) << 32, high = __float_as_uint(all.z) | (u64) __float_as_uint(all.w) << 32;
  asm volatile("{ .reg .b128 all; mov.b128 all, {%1, %2}; st.relaxed.gpu.global.b128 [%0], all; }" ::"l"(to), "l"(low), "l"(high) : "memory");
#else
  asm volatile("st.volatile.global.v4.f32 [%0], {%1, %2, %3, %4};" ::"l"(to), "f"(all.x), "f"(all.y), "f"(all.z), "f"(all.w) : "memory");
#endif
}

// Byte `index` of a word as a float. The conversion instruction has a quarter of the throughput of what is done here: the byte becomes the last
// eight bits of 2^23, which is taken away again.
DEVICE float byte_of(u32 word, int index) {
  return __uint_as_float(__byte_perm(word, 0x4B000000u, 0x7540u + index)) - 8388608.f;
}

// Called while a thread waits for others.
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
