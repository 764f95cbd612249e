// The kernels that every model has: rows of the data set, the step itself, penalties, clipping.

// (rows, width) words, floats or labels, by row number; rows of the set are `stride` bytes apart.
KERNEL load_words(u32* to, const u8* from, const int* order, int width, int stride, const Batch* batch) {
  for (u32 i = thread_number(); i < (u32) (batch->rows * width); i += thread_count()) {
    to[i] = ((const u32*) (from + (u64) order[batch->first + i / width] * stride))[i % width];
  }
}

// (rows, width) bytes to floats by row number: byte * scale + offset.
KERNEL load_bytes(float* to, const u8* from, const int* order, int width, int stride, float scale, float offset, const Batch* batch) {
  for (u32 i = thread_number(); i < (u32) (batch->rows * width); i += thread_count()) {
    to[i] = from[(u64) order[batch->first + i / width] * stride + i % width] * scale + offset;
  }
}

KERNEL advance_step(Batch* batch, const Rates* rates, int batch_size) {
  advance(batch, rates, batch_size);
}

KERNEL account_output(Batch* batch, int output, const float* losses, const float* hits, int each, double weight, int last) {
  account(batch, output, losses, hits, each, weight, last != 0);
}

// ---- sums over parameters ----
// In two stages: every block leaves one number, and whoever needs the sum adds up the blocks' numbers. Which thread adds what depends on the number
// of parameters alone, so the sum has the same bits in every run and on every card.

#define SUM_THREADS 256

// The sum of the threads' numbers, for every thread of a block of SUM_THREADS.
DEVICE double add_block(double value, double* shared) {
  shared[threadIdx.x] = value;
#pragma unroll
  for (int half = SUM_THREADS / 2; half >= 1; half /= 2) {
    __syncthreads();
    if ((int) threadIdx.x < half) {
      shared[threadIdx.x] += shared[threadIdx.x + half];
    }
  }
  __syncthreads();
  return shared[0];
}

// The second stage: at most SUM_THREADS blocks have left their numbers.
DEVICE double add_parts(const double* partial, int parts, double* shared) {
  return add_block((int) threadIdx.x < parts ? partial[threadIdx.x] : 0., shared);
}

// L1 and L2 of one parameter: their gradient, and what each block adds to the loss.
KERNEL penalize(double* partial, float* gradient, const float* parameter, int count, float l1, float l2) {
  BLOCK_SHARED(double, shared, SUM_THREADS);
  double sum = 0;
  for (u32 i = thread_number(); i < (u32) count; i += thread_count()) {
    const float w = parameter[i];
    sum += (double) l1 * fabsf(w) + (double) l2 * w * w;
    gradient[i] += 2 * l2 * w + (w > 0.f ? l1 : w < 0.f ? -l1 : 0.f);
  }
  sum = add_block(sum, shared);
  if (threadIdx.x == 0) {
    partial[blockIdx.x] = sum;
  }
}

// The penalty of one parameter joins the step's loss. One block.
KERNEL account_penalty(Batch* batch, const double* partial, int parts) {
  BLOCK_SHARED(double, shared, SUM_THREADS);
  const double sum = add_parts(partial, parts, shared);
  if (threadIdx.x == 0) {
    batch->last_loss += sum;
  }
}

// Squares of a range of the gradients, each block's share of them.
KERNEL add_squares(double* partial, const float* gradient, int count) {
  BLOCK_SHARED(double, shared, SUM_THREADS);
  double sum = 0;
  for (u32 i = thread_number(); i < (u32) count; i += thread_count()) {
    sum += (double) gradient[i] * gradient[i];
  }
  sum = add_block(sum, shared);
  if (threadIdx.x == 0) {
    partial[blockIdx.x] = sum;
  }
}

// Shrinks a range of the gradients to a norm. Every block takes the norm from the same numbers in the same order.
KERNEL shrink_to_norm(float* gradient, int count, const double* partial, int parts, float limit) {
  BLOCK_SHARED(double, shared, SUM_THREADS);
  const double norm = sqrt(add_parts(partial, parts, shared));
  if (norm > limit) {
    const float factor = (float) (limit / norm);
    for (u32 i = thread_number(); i < (u32) count; i += thread_count()) {
      gradient[i] *= factor;
    }
  }
}
