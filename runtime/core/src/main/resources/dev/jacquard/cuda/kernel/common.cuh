// The kernels that every model has: rows of the data set, the step itself, penalties, clipping.

// ---- rows of the data set ----

// A column on the card, rows `stride` bytes apart, and where a step wants its rows: (rows, width) words. Memory of a column and of a value begins
// at a multiple of 16 bytes, and where the width is one of four, so does every row.
struct Column {
  u8* to;
  const u8* from;
  int width;
  int stride;
  int bytes;     // 1 where numbers are bytes that mean byte * scale + offset, 0 where they are words
  float scale;
  float offset;
  int unused;
};

// Brings pieces of rows, `width` in each row, by row number; several are on their way at once.
template <class To, class From, class Convert>
DEVICE void load_rows(const Column& column, int width, const int* order, const Batch* batch, Convert convert) {
  constexpr int AHEAD = 4;
  const u32 count = batch->rows * width;
  const int* numbers = order + batch->first;
  for (u32 from = thread_number(); from < count; from += AHEAD * thread_count()) {
    From piece[AHEAD];
#pragma unroll
    for (int k = 0; k < AHEAD; k++) {
      const u32 i = from + k * thread_count();
      if (i < count) {
        piece[k] = ((const From*) (column.from + (u64) numbers[i / width] * column.stride))[i % width];
      }
    }
#pragma unroll
    for (int k = 0; k < AHEAD; k++) {
      const u32 i = from + k * thread_count();
      if (i < count) {
        ((To*) column.to)[i] = convert(piece[k]);
      }
    }
  }
}

// All columns of a step, along y.
KERNEL load_columns(const Column* columns, const int* order, const Batch* batch) {
  const Column column = columns[blockIdx.y];
  const float scale = column.scale, offset = column.offset;
  if (column.bytes != 0 && column.width % 4 == 0) {
    load_rows<float4, uchar4>(column, column.width / 4, order, batch, [=](uchar4 b) {
      return make_float4(b.x * scale + offset, b.y * scale + offset, b.z * scale + offset, b.w * scale + offset);
    });
  } else if (column.bytes != 0) {
    load_rows<float, u8>(column, column.width, order, batch, [=](u8 b) { return b * scale + offset; });
  } else if (column.width % 4 == 0) {
    load_rows<float4, float4>(column, column.width / 4, order, batch, [](float4 words) { return words; });
  } else {
    load_rows<u32, u32>(column, column.width, order, batch, [](u32 word) { return word; });
  }
}

// ---- the end of a step ----

KERNEL account_step(Batch* batch, const Output* outputs, int count, const Rates* rates, int batch_size) {
  account(batch, outputs, count, rates, batch_size);
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
    batch->penalty += sum;
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
