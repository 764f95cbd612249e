// One step of the optimizer for one parameter: Keras' formulas. RULE and its numbers are definitions given to the compiler.

#define SGD 0
#define MOMENTUM 1
#define NESTEROV 2
#define RMSPROP 3
#define ADAM 4

// State of one parameter, kept between steps.
struct Slots {
#if SLOTS > 0
  float slot[SLOTS];
#else
  float slot[1];
#endif
};

DEVICE float updated(float w, Slots& s, float g, Rates rates) {
#ifdef CLIP_VALUE
  g = fminf(fmaxf(g, -(float) CLIP_VALUE), (float) CLIP_VALUE);
#endif
#if RULE == SGD
  return w - rates.learning_rate * g;
#elif RULE == MOMENTUM
  s.slot[0] = (float) MU * s.slot[0] - rates.learning_rate * g;
  return w + s.slot[0];
#elif RULE == NESTEROV
  s.slot[0] = (float) MU * s.slot[0] - rates.learning_rate * g;
  return w + ((float) MU * s.slot[0] - rates.learning_rate * g);
#elif RULE == RMSPROP
  // Slots in the order: mean square, momentum where there is one, mean where it is centered.
  s.slot[0] = (float) RHO * s.slot[0] + (float) (1 - RHO) * g * g;
  float square = s.slot[0];
#if CENTERED
  s.slot[SLOTS - 1] = (float) RHO * s.slot[SLOTS - 1] + (float) (1 - RHO) * g;
  square -= s.slot[SLOTS - 1] * s.slot[SLOTS - 1];
#endif
  const float step = rates.learning_rate * g / sqrtf(square + (float) EPSILON);
#if HAS_MOMENTUM
  s.slot[1] = (float) MU * s.slot[1] + step;
  return w - s.slot[1];
#else
  return w - step;
#endif
#elif RULE == ADAM
#ifdef WEIGHT_DECAY
  w -= rates.learning_rate * (float) WEIGHT_DECAY * w;
#endif
  s.slot[0] += (g - s.slot[0]) * (float) (1 - BETA_1);
  s.slot[1] += (g * g - s.slot[1]) * (float) (1 - BETA_2);
  return w - s.slot[0] * rates.corrected_rate / (sqrtf(s.slot[1]) + (float) EPSILON);
#endif
}
