// What NVIDIA's libraries need around their calls.

// (height, width) to (width, height), a block a tile: both sides are read and written along rows. 256 threads.
KERNEL transpose_matrix(float* to, const float* from, int height, int width) {
  BLOCK_SHARED(float, tile, 32 * 33);
  const int x = blockIdx.x * 32, y = blockIdx.y * 32;
  for (int r = warp(); r < 32; r += 8) {
    if (y + r < height && x + lane() < width) {
      tile[r * 33 + lane()] = from[(u64) (y + r) * width + x + lane()];
    }
  }
  __syncthreads();
  for (int r = warp(); r < 32; r += 8) {
    if (x + r < width && y + lane() < height) {
      to[(u64) (x + r) * height + y + lane()] = tile[lane() * 33 + r];
    }
  }
}
