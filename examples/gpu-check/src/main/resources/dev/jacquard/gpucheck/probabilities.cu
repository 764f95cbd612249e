// Cross-entropies of probabilities. No definition leads to them: the compiler wants a softmax before these losses, and joins the two.

KERNEL label_loss(float* dx, float* losses, float* hits, const float* y, const int* labels, int rows, float scale) {
  crossentropy_label<37>(dx, losses, hits, y, labels, rows, scale);
}

KERNEL distribution_loss(float* dx, float* losses, float* hits, const float* y, const float* targets, int rows, float scale) {
  crossentropy_distribution<37>(dx, losses, hits, y, targets, rows, scale);
}
