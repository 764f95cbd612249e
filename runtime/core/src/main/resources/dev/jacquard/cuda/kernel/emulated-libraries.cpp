// cuBLASLt and cuDNN for an emulated card: the functions that Jacquard calls, with the signatures, enumerations and structures of the real ones, in
// plain loops. What the real ones would refuse is refused. Work is handed to whoever plays the card, who does it at once or writes it down.

#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>

#define EXPORT extern "C" __attribute__((visibility("default")))

typedef int (*Enqueue)(const char* call, int64_t stream, void* work);
static Enqueue enqueue;

EXPORT void emulation_connect(Enqueue function) {
  enqueue = function;
}

// May be called again and again for one piece of work, as a graph is launched.
EXPORT void emulation_run(void* work) {
  (*(std::function<void()>*) work)();
}

// Work is never freed: whoever wrote it down may still run it.
static int submit(const char* call, int64_t stream, std::function<void()> work) {
  return enqueue(call, stream, new std::function<void()>(std::move(work)));
}

static float rounded(float value, int bits_lost) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  const uint32_t half = 1u << (bits_lost - 1), last = bits >> bits_lost & 1;
  bits = (bits + half - 1 + last) >> bits_lost << bits_lost;
  memcpy(&value, &bits, 4);
  return value;
}

static float to_tf32(float value) {
  return rounded(value, 13);
}

static float to_bf16(float value) {
  return rounded(value, 16);
}

static float as_it_is(float value) {
  return value;
}

typedef float (*Rounding)(float);

// ---- cuBLASLt ----

enum { CUBLAS_OK = 0, CUBLAS_INVALID_VALUE = 7, CUBLAS_EXECUTION_FAILED = 13, CUBLAS_NOT_SUPPORTED = 15 };

struct Layout {
  int type;
  uint64_t rows, columns;
  int64_t distance;
};

// Epilogue: the sums of A over k.
static const uint32_t SUMS_OF_A = 256;

struct Description {
  int compute = 0, scale = 0, transpose_a = 0, transpose_b = 0;
  uint32_t epilogue = 1;
  float* bias = nullptr;  // or its gradient
};

struct Preference {
  uint64_t workspace = 0;
  uint32_t alignment[4] = {256, 256, 256, 256};
};

// 64 bytes.
struct Algorithm {
  uint64_t mark, workspace;
  uint32_t alignment[4];
  uint64_t unused[4];
};

// 96 bytes.
struct Proposal {
  Algorithm algorithm;
  size_t workspace;
  int state;
  float waves;
  int reserved[4];
};

static_assert(sizeof(Algorithm) == 64 && sizeof(Proposal) == 96, "as in cublasLt.h");
static const uint64_t MARK = 0x4A61637175617264;

EXPORT const char* cublasLtGetStatusString(int status) {
  return status == CUBLAS_INVALID_VALUE ? "an unsupported value or parameter was passed to the function"
         : status == CUBLAS_NOT_SUPPORTED ? "the functionality requested is not supported"
                                          : "the function failed to launch on the GPU";
}

EXPORT size_t cublasLtGetVersion() {
  return 130002;
}

EXPORT int cublasLtCreate(void** handle) {
  *handle = new uint64_t(MARK);
  return CUBLAS_OK;
}

EXPORT int cublasLtDestroy(void* handle) {
  delete (uint64_t*) handle;
  return CUBLAS_OK;
}

EXPORT int cublasLtMatmulDescCreate(Description** description, int compute, int scale) {
  if (scale != 0 || (compute != 68 && compute != 75 && compute != 77)) {
    return CUBLAS_INVALID_VALUE;
  }
  *description = new Description();
  (*description)->compute = compute;
  (*description)->scale = scale;
  return CUBLAS_OK;
}

EXPORT int cublasLtMatmulDescDestroy(Description* description) {
  delete description;
  return CUBLAS_OK;
}

EXPORT int cublasLtMatmulDescSetAttribute(Description* d, int attribute, const void* value, size_t bytes) {
  if (bytes != (attribute == 8 ? 8u : 4u)) {
    return CUBLAS_INVALID_VALUE;
  }
  switch (attribute) {
    case 3: memcpy(&d->transpose_a, value, bytes); return CUBLAS_OK;
    case 4: memcpy(&d->transpose_b, value, bytes); return CUBLAS_OK;
    case 7: memcpy(&d->epilogue, value, bytes); return CUBLAS_OK;
    case 8: memcpy(&d->bias, value, bytes); return CUBLAS_OK;
    default: return CUBLAS_INVALID_VALUE;
  }
}

EXPORT int cublasLtMatrixLayoutCreate(Layout** layout, int type, uint64_t rows, uint64_t columns, int64_t distance) {
  if (type != 0 || rows == 0 || columns == 0 || distance < (int64_t) rows) {
    return CUBLAS_INVALID_VALUE;
  }
  *layout = new Layout{type, rows, columns, distance};
  return CUBLAS_OK;
}

EXPORT int cublasLtMatrixLayoutDestroy(Layout* layout) {
  delete layout;
  return CUBLAS_OK;
}

EXPORT int cublasLtMatmulPreferenceCreate(Preference** preference) {
  *preference = new Preference();
  return CUBLAS_OK;
}

EXPORT int cublasLtMatmulPreferenceDestroy(Preference* preference) {
  delete preference;
  return CUBLAS_OK;
}

EXPORT int cublasLtMatmulPreferenceSetAttribute(Preference* preference, int attribute, const void* value, size_t bytes) {
  if (attribute == 1 && bytes == 8) {
    memcpy(&preference->workspace, value, bytes);
  } else if (attribute >= 5 && attribute <= 8 && bytes == 4) {
    memcpy(&preference->alignment[attribute - 5], value, bytes);
  } else {
    return CUBLAS_INVALID_VALUE;
  }
  return CUBLAS_OK;
}

static bool fits(const Description* d, const Layout* a, const Layout* b, const Layout* c, const Layout* result) {
  const uint64_t m = d->transpose_a ? a->columns : a->rows, k = d->transpose_a ? a->rows : a->columns;
  const uint64_t n = d->transpose_b ? b->rows : b->columns, k_too = d->transpose_b ? b->columns : b->rows;
  const bool bias = (d->epilogue & (4 | SUMS_OF_A)) != 0;
  return k == k_too && result->rows == m && result->columns == n && c->rows == m && c->columns == n && (bias == (d->bias != nullptr)) &&
         (d->epilogue == 1 || d->epilogue == 2 || d->epilogue == 4 || d->epilogue == 6 || d->epilogue == SUMS_OF_A);
}

EXPORT int cublasLtMatmulAlgoGetHeuristic(void* handle, Description* d, Layout* a, Layout* b, Layout* c, Layout* result, Preference* preference,
                                          int most, Proposal* proposals, int* count) {
  if (*(uint64_t*) handle != MARK || !fits(d, a, b, c, result)) {
    return CUBLAS_INVALID_VALUE;
  }
  *count = 0;
  // There are not algorithms for everything: here, none for sums of 3, 7, 11 … columns.
  if ((d->epilogue & SUMS_OF_A) && result->rows % 4 == 3) {
    return CUBLAS_NOT_SUPPORTED;
  }
  // One that works in the whole workspace, one in none.
  for (uint64_t workspace : {preference->workspace, (uint64_t) 0}) {
    if (*count < most) {
      Proposal& p = proposals[(*count)++];
      memset(&p, 0, sizeof(p));
      p.algorithm.mark = MARK;
      p.algorithm.workspace = workspace;
      memcpy(p.algorithm.alignment, preference->alignment, sizeof(preference->alignment));
      p.workspace = workspace;
    }
  }
  return CUBLAS_OK;
}

EXPORT int cublasLtMatmul(void* handle, Description* d, const float* alpha, const float* a, Layout* a_layout, const float* b, Layout* b_layout,
                          const float* beta, const float* c, Layout* c_layout, float* result, Layout* layout, const Algorithm* algorithm,
                          void* workspace, size_t workspace_bytes, int64_t stream) {
  if (*(uint64_t*) handle != MARK || algorithm->mark != MARK || !fits(d, a_layout, b_layout, c_layout, layout)) {
    return CUBLAS_INVALID_VALUE;
  }
  if (workspace_bytes < algorithm->workspace || (algorithm->workspace > 0 && (uint64_t) workspace % 256 != 0)) {
    return CUBLAS_INVALID_VALUE;
  }
  const void* addresses[] = {a, b, c, result};
  for (int i = 0; i < 4; i++) {
    if ((uint64_t) addresses[i] % algorithm->alignment[i] != 0) {
      return CUBLAS_NOT_SUPPORTED;
    }
  }
  // The description may change before the work is done; the real library looks at it now.
  const Description p = *d;
  const Layout la = *a_layout, lb = *b_layout, lc = *c_layout, lr = *layout;
  const float by = *alpha, keep = *beta;
  const uint64_t needed = algorithm->workspace < 4096 ? algorithm->workspace : 4096;
  const Rounding round = p.compute == 77 ? to_tf32 : p.compute == 75 ? to_bf16 : as_it_is;
  const int status = submit("cublasLtMatmul", stream, [=] {
    if (needed > 0) {
      memset(workspace, 0xCD, needed);
    }
    const uint64_t depth = p.transpose_a ? la.rows : la.columns;
    for (uint64_t row = 0; (p.epilogue & SUMS_OF_A) && row < lr.rows; row++) {
      p.bias[row] = 0;
      for (uint64_t k = 0; k < depth; k++) {
        p.bias[row] += p.transpose_a ? a[row * la.distance + k] : a[k * la.distance + row];
      }
    }
    for (uint64_t column = 0; column < lr.columns; column++) {
      for (uint64_t row = 0; row < lr.rows; row++) {
        float sum = 0;
        for (uint64_t k = 0; k < depth; k++) {
          const float x = p.transpose_a ? a[row * la.distance + k] : a[k * la.distance + row];
          const float y = p.transpose_b ? b[k * lb.distance + column] : b[column * lb.distance + k];
          sum += round(x) * round(y);
        }
        sum *= by;
        if (keep != 0) {
          sum += keep * c[column * lc.distance + row];
        }
        if (p.epilogue & 4) {
          sum += p.bias[row];
        }
        if (p.epilogue & 2) {
          sum = sum > 0 ? sum : 0;
        }
        result[column * lr.distance + row] = sum;
      }
    }
  });
  return status == 0 ? CUBLAS_OK : CUBLAS_EXECUTION_FAILED;
}

// ---- cuDNN ----

enum { CUDNN_OK = 0, CUDNN_BAD_PARAM = 2000, CUDNN_NOT_SUPPORTED = 3000, CUDNN_EXECUTION_FAILED = 5000 };

struct Context {
  int64_t stream;
};

// Channels last: (n, h, w, c); a kernel is (n = filters, h, w, c).
struct Tensor {
  int n, c, h, w;
};

struct Convolution {
  int pad_y, pad_x, stride_y, stride_x, dilation_y, dilation_x, mathematics;
};

// 48 bytes.
struct Performance {
  int algorithm, status;
  float time;
  size_t memory;
  int repeats, mathematics, reserved[3];
};

struct Activation {
  int mode, propagate_nan;
  double coefficient;
};

enum { RELU = 1, IDENTITY = 5 };

static_assert(sizeof(Performance) == 48, "as in cudnn_cnn.h");
static const size_t NEEDED = 4096;

// Tensors, kernels, convolutions and activations that were described and not yet given back.
static size_t descriptors;

EXPORT size_t emulation_descriptors() {
  return descriptors;
}

EXPORT const char* cudnnGetErrorString(int status) {
  return status == CUDNN_BAD_PARAM       ? "CUDNN_STATUS_BAD_PARAM"
         : status == CUDNN_NOT_SUPPORTED ? "CUDNN_STATUS_NOT_SUPPORTED"
                                         : "CUDNN_STATUS_EXECUTION_FAILED";
}

EXPORT size_t cudnnGetVersion() {
  return 91400;
}

EXPORT int cudnnCreate(Context** context) {
  *context = new Context{0};
  return CUDNN_OK;
}

EXPORT int cudnnDestroy(Context* context) {
  delete context;
  return CUDNN_OK;
}

EXPORT int cudnnSetStream(Context* context, int64_t stream) {
  context->stream = stream;
  return CUDNN_OK;
}

EXPORT int cudnnCreateTensorDescriptor(Tensor** tensor) {
  *tensor = new Tensor();
  descriptors++;
  return CUDNN_OK;
}

EXPORT int cudnnDestroyTensorDescriptor(Tensor* tensor) {
  delete tensor;
  descriptors--;
  return CUDNN_OK;
}

EXPORT int cudnnSetTensor4dDescriptor(Tensor* tensor, int format, int type, int n, int c, int h, int w) {
  if (format != 1 || type != 0 || n < 1 || c < 1 || h < 1 || w < 1) {
    return CUDNN_BAD_PARAM;
  }
  *tensor = {n, c, h, w};
  return CUDNN_OK;
}

EXPORT int cudnnCreateFilterDescriptor(Tensor** kernel) {
  return cudnnCreateTensorDescriptor(kernel);
}

EXPORT int cudnnDestroyFilterDescriptor(Tensor* kernel) {
  return cudnnDestroyTensorDescriptor(kernel);
}

EXPORT int cudnnSetFilter4dDescriptor(Tensor* kernel, int type, int format, int filters, int c, int h, int w) {
  return cudnnSetTensor4dDescriptor(kernel, format, type, filters, c, h, w);
}

EXPORT int cudnnCreateConvolutionDescriptor(Convolution** convolution) {
  *convolution = new Convolution();
  descriptors++;
  return CUDNN_OK;
}

EXPORT int cudnnDestroyConvolutionDescriptor(Convolution* convolution) {
  delete convolution;
  descriptors--;
  return CUDNN_OK;
}

EXPORT int cudnnSetConvolution2dDescriptor(Convolution* convolution, int pad_y, int pad_x, int stride_y, int stride_x, int dilation_y,
                                           int dilation_x, int mode, int type) {
  if (mode != 1 || type != 0 || pad_y < 0 || pad_x < 0 || stride_y < 1 || stride_x < 1 || dilation_y < 1 || dilation_x < 1) {
    return CUDNN_BAD_PARAM;
  }
  *convolution = {pad_y, pad_x, stride_y, stride_x, dilation_y, dilation_x, 0};
  return CUDNN_OK;
}

EXPORT int cudnnSetConvolutionMathType(Convolution* convolution, int mathematics) {
  if (mathematics < 0 || mathematics > 3) {
    return CUDNN_BAD_PARAM;
  }
  convolution->mathematics = mathematics;
  return CUDNN_OK;
}

EXPORT int cudnnCreateActivationDescriptor(Activation** activation) {
  *activation = new Activation();
  descriptors++;
  return CUDNN_OK;
}

EXPORT int cudnnDestroyActivationDescriptor(Activation* activation) {
  delete activation;
  descriptors--;
  return CUDNN_OK;
}

EXPORT int cudnnSetActivationDescriptor(Activation* activation, int mode, int propagate_nan, double coefficient) {
  if (mode < 0 || mode > 6 || propagate_nan < 0 || propagate_nan > 1) {
    return CUDNN_BAD_PARAM;
  }
  *activation = {mode, propagate_nan, coefficient};
  return CUDNN_OK;
}

static bool fits(const Tensor* x, const Tensor* kernel, const Convolution* c, const Tensor* y) {
  const int h = (x->h + 2 * c->pad_y - (kernel->h - 1) * c->dilation_y - 1) / c->stride_y + 1;
  const int w = (x->w + 2 * c->pad_x - (kernel->w - 1) * c->dilation_x - 1) / c->stride_x + 1;
  return x->n == y->n && x->c == kernel->c && y->c == kernel->n && y->h == h && y->w == w;
}

// A quick one that does not repeat its bits, one that wants too much memory, one of no use, and two that will do.
static int propose(const Tensor* x, const Tensor* kernel, const Convolution* convolution, const Tensor* y, int most, int* count,
                   Performance* performances) {
  if (!fits(x, kernel, convolution, y)) {
    return CUDNN_BAD_PARAM;
  }
  const int mathematics = convolution->mathematics == 3 ? 3 : 1;
  const Performance all[] = {{0, CUDNN_OK, 1, 0, 0, mathematics},
                             {4, CUDNN_OK, 2, (size_t) 1 << 40, 1, mathematics},
                             {5, CUDNN_NOT_SUPPORTED, -1, 0, 1, mathematics},
                             {1, CUDNN_OK, 3, NEEDED, 1, mathematics},
                             {2, CUDNN_OK, 4, 0, 1, 3}};
  *count = 0;
  for (const Performance& each : all) {
    // There are not algorithms for everything: here, those that will do take no window with more than 12 columns.
    if (*count < most && (kernel->w <= 12 || &each < all + 3)) {
      performances[(*count)++] = each;
    }
  }
  return CUDNN_OK;
}

EXPORT int cudnnGetConvolutionForwardAlgorithm_v7(Context*, Tensor* x, Tensor* kernel, Convolution* convolution, Tensor* y, int most, int* count,
                                                  Performance* performances) {
  return propose(x, kernel, convolution, y, most, count, performances);
}

EXPORT int cudnnGetConvolutionBackwardDataAlgorithm_v7(Context*, Tensor* kernel, Tensor* dy, Convolution* convolution, Tensor* dx, int most,
                                                       int* count, Performance* performances) {
  return propose(dx, kernel, convolution, dy, most, count, performances);
}

EXPORT int cudnnGetConvolutionBackwardFilterAlgorithm_v7(Context*, Tensor* x, Tensor* dy, Convolution* convolution, Tensor* dk, int most, int* count,
                                                         Performance* performances) {
  return propose(x, dk, convolution, dy, most, count, performances);
}

static bool runs(int algorithm, const void* workspace, size_t bytes) {
  return (algorithm == 1 && workspace != nullptr && bytes >= NEEDED) || algorithm == 2;
}

// Visits every pair of a place under the window and a result: (x, kernel, y) as indices.
template <class Visit>
static void walk(const Tensor& x, const Tensor& k, const Convolution& c, const Tensor& y, Visit visit) {
  for (int b = 0; b < y.n; b++) {
    for (int oy = 0; oy < y.h; oy++) {
      for (int ox = 0; ox < y.w; ox++) {
        for (int f = 0; f < y.c; f++) {
          for (int ky = 0; ky < k.h; ky++) {
            for (int kx = 0; kx < k.w; kx++) {
              const int iy = oy * c.stride_y - c.pad_y + ky * c.dilation_y, ix = ox * c.stride_x - c.pad_x + kx * c.dilation_x;
              if (iy >= 0 && iy < x.h && ix >= 0 && ix < x.w) {
                for (int i = 0; i < x.c; i++) {
                  visit(((b * x.h + iy) * x.w + ix) * x.c + i, ((f * k.h + ky) * k.w + kx) * k.c + i, ((b * y.h + oy) * y.w + ox) * y.c + f);
                }
              }
            }
          }
        }
      }
    }
  }
}

static int size(const Tensor& t) {
  return t.n * t.c * t.h * t.w;
}

static Rounding rounding(const Convolution& c) {
  return c.mathematics == 3 ? as_it_is : to_tf32;
}

EXPORT int cudnnConvolutionForward(Context* context, const float* alpha, Tensor* x_tensor, const float* x, Tensor* kernel_tensor,
                                   const float* kernel, Convolution* convolution, int algorithm, void* workspace, size_t bytes, const float* beta,
                                   Tensor* y_tensor, float* y) {
  if (*alpha != 1 || *beta != 0 || !fits(x_tensor, kernel_tensor, convolution, y_tensor) || !runs(algorithm, workspace, bytes)) {
    return CUDNN_BAD_PARAM;
  }
  const Tensor tx = *x_tensor, tk = *kernel_tensor, ty = *y_tensor;
  const Convolution c = *convolution;
  const int status = submit("cudnnConvolutionForward", context->stream, [=] {
    const Rounding round = rounding(c);
    if (algorithm == 1) {
      memset(workspace, 0xCD, NEEDED);
    }
    memset(y, 0, size(ty) * sizeof(float));
    walk(tx, tk, c, ty, [=](int i, int j, int k) { y[k] += round(x[i]) * round(kernel[j]); });
  });
  return status == 0 ? CUDNN_OK : CUDNN_EXECUTION_FAILED;
}

static bool alike(const Tensor& a, const Tensor& b) {
  return a.n == b.n && a.c == b.c && a.h == b.h && a.w == b.w;
}

EXPORT int cudnnConvolutionBiasActivationForward(Context* context, const float* alpha, Tensor* x_tensor, const float* x, Tensor* kernel_tensor,
                                                 const float* kernel, Convolution* convolution, int algorithm, void* workspace, size_t bytes,
                                                 const float* beta, Tensor* z_tensor, const float* z, Tensor* bias_tensor, const float* bias,
                                                 Activation* activation, Tensor* y_tensor, float* y) {
  if (*alpha != 1 || *beta != 0 || !fits(x_tensor, kernel_tensor, convolution, y_tensor) || !runs(algorithm, workspace, bytes)) {
    return CUDNN_BAD_PARAM;
  }
  const Tensor tx = *x_tensor, tk = *kernel_tensor, ty = *y_tensor;
  if (!alike(*z_tensor, ty) || !alike(*bias_tensor, {1, ty.c, 1, 1}) || z == nullptr || bias == nullptr || x == y) {
    return CUDNN_BAD_PARAM;
  }
  const int mode = activation->mode;
  if ((mode != RELU && mode != IDENTITY) || (mode == IDENTITY && algorithm != 1) || activation->propagate_nan) {
    return CUDNN_NOT_SUPPORTED;
  }
  // It does not take everything: here, not 7, 15, 23 … filters.
  if (ty.c % 8 == 7) {
    return CUDNN_NOT_SUPPORTED;
  }
  const Convolution c = *convolution;
  const int status = submit("cudnnConvolutionBiasActivationForward", context->stream, [=] {
    const Rounding round = rounding(c);
    if (algorithm == 1) {
      memset(workspace, 0xCD, NEEDED);
    }
    memset(y, 0, size(ty) * sizeof(float));
    walk(tx, tk, c, ty, [=](int i, int j, int k) { y[k] += round(x[i]) * round(kernel[j]); });
    for (int k = 0; k < size(ty); k++) {
      const float sum = y[k] + bias[k % ty.c];
      y[k] = mode == IDENTITY || sum > 0 ? sum : 0;
    }
  });
  return status == 0 ? CUDNN_OK : CUDNN_EXECUTION_FAILED;
}

EXPORT int cudnnConvolutionBackwardData(Context* context, const float* alpha, Tensor* kernel_tensor, const float* kernel, Tensor* y_tensor,
                                        const float* dy, Convolution* convolution, int algorithm, void* workspace, size_t bytes,
                                        const float* beta, Tensor* x_tensor, float* dx) {
  if (*alpha != 1 || *beta != 0 || !fits(x_tensor, kernel_tensor, convolution, y_tensor) || !runs(algorithm, workspace, bytes)) {
    return CUDNN_BAD_PARAM;
  }
  const Tensor tx = *x_tensor, tk = *kernel_tensor, ty = *y_tensor;
  const Convolution c = *convolution;
  const int status = submit("cudnnConvolutionBackwardData", context->stream, [=] {
    const Rounding round = rounding(c);
    if (algorithm == 1) {
      memset(workspace, 0xCD, NEEDED);
    }
    memset(dx, 0, size(tx) * sizeof(float));
    walk(tx, tk, c, ty, [=](int i, int j, int k) { dx[i] += round(dy[k]) * round(kernel[j]); });
  });
  return status == 0 ? CUDNN_OK : CUDNN_EXECUTION_FAILED;
}

EXPORT int cudnnConvolutionBackwardFilter(Context* context, const float* alpha, Tensor* x_tensor, const float* x, Tensor* y_tensor, const float* dy,
                                          Convolution* convolution, int algorithm, void* workspace, size_t bytes, const float* beta,
                                          Tensor* kernel_tensor, float* dk) {
  if (*alpha != 1 || *beta != 0 || !fits(x_tensor, kernel_tensor, convolution, y_tensor) || !runs(algorithm, workspace, bytes)) {
    return CUDNN_BAD_PARAM;
  }
  const Tensor tx = *x_tensor, tk = *kernel_tensor, ty = *y_tensor;
  const Convolution c = *convolution;
  const int status = submit("cudnnConvolutionBackwardFilter", context->stream, [=] {
    const Rounding round = rounding(c);
    if (algorithm == 1) {
      memset(workspace, 0xCD, NEEDED);
    }
    memset(dk, 0, size(tk) * sizeof(float));
    walk(tx, tk, c, ty, [=](int i, int j, int k) { dk[j] += round(x[i]) * round(dy[k]); });
  });
  return status == 0 ? CUDNN_OK : CUDNN_EXECUTION_FAILED;
}
