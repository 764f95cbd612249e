// The kernels that every model has: rows of the data set, the step itself, penalties, clipping, the update.

// (rows, width) words, floats or labels, by row number; rows of the set are `stride` bytes apart.
KERNEL load_words(u32* to, const u8* from, const int* order, int width, int stride, const Batch* batch) {
  for (u32 i = thread_number(); i < (u32) (batch->rows * width); i += thread_count()) {
    to[i] = ((const u32*) (from + (u64) order[batch->first + i / width] * stride))[i % width];
  }
}

// (rows, width) bytes to floats by row number: byte * scale.
KERNEL load_bytes(float* to, const u8* from, const int* order, int width, int stride, float scale, const Batch* batch) {
  for (u32 i = thread_number(); i < (u32) (batch->rows * width); i += thread_count()) {
    to[i] = from[(u64) order[batch->first + i / width] * stride + i % width] * scale;
  }
}

KERNEL advance_step(Batch* batch, const Rates* rates, int batch_size) {
  advance(batch, rates, batch_size);
}

KERNEL account_output(Batch* batch, int output, const float* losses, const float* hits, int each, double weight, int last) {
  account(batch, output, losses, hits, each, weight, last != 0);
}

// L1 and L2 of one parameter: their gradient and what they add to the loss. One block.
KERNEL penalize(Batch* batch, float* gradient, const float* parameter, int count, float l1, float l2) {
  BLOCK_SHARED(double, shared, 1024);
  double sum = 0;
  for (int i = threadIdx.x; i < count; i += blockDim.x) {
    const float w = parameter[i];
    sum += (double) l1 * fabsf(w) + (double) l2 * w * w;
    gradient[i] += 2 * l2 * w + (w > 0.f ? l1 : w < 0.f ? -l1 : 0.f);
  }
  shared[threadIdx.x] = sum;
  for (int half = blockDim.x / 2; half >= 1; half /= 2) {
    __syncthreads();
    if ((int) threadIdx.x < half) {
      shared[threadIdx.x] += shared[threadIdx.x + half];
    }
  }
  if (threadIdx.x == 0) {
    batch->last_loss += shared[0];
  }
}

// Shrinks a range of the gradients to a norm. One block.
KERNEL clip_norm(float* gradient, int count, float limit) {
  BLOCK_SHARED(double, shared, 1024);
  double sum = 0;
  for (int i = threadIdx.x; i < count; i += blockDim.x) {
    sum += (double) gradient[i] * gradient[i];
  }
  shared[threadIdx.x] = sum;
  for (int half = blockDim.x / 2; half >= 1; half /= 2) {
    __syncthreads();
    if ((int) threadIdx.x < half) {
      shared[threadIdx.x] += shared[threadIdx.x + half];
    }
  }
  __syncthreads();
  const double norm = sqrt(shared[0]);
  if (norm > limit) {
    const float factor = (float) (limit / norm);
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
      gradient[i] *= factor;
    }
  }
}

// One step of the optimizer for the whole arena; `state` has SLOTS arrays of `count`.
KERNEL update_parameters(const Batch* batch, float* parameters, const float* gradients, float* state, int count) {
  const Rates rates = batch->rates;
  for (u32 i = thread_number(); i < (u32) count; i += thread_count()) {
    Slots s;
#pragma unroll
    for (int k = 0; k < SLOTS; k++) {
      s.slot[k] = state[(u64) k * count + i];
    }
    parameters[i] = updated(parameters[i], s, gradients[i], rates);
#pragma unroll
    for (int k = 0; k < SLOTS; k++) {
      state[(u64) k * count + i] = s.slot[k];
    }
  }
}
