// The kernels of Tiny, which nobody runs.
