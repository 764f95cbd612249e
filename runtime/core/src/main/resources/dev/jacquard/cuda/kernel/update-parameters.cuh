// The update by itself: the only kernel outside the persistent one that depends on the rule.

// One step of the optimizer for the whole arena; `state` has SLOTS arrays of `count`.
KERNEL update_parameters(const Rates* at_work, float* parameters, const float* gradients, float* state, int count) {
  const Rates rates = *at_work;
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
