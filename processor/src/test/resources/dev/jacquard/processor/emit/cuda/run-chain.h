// Runs the persistent kernel in the emulation: reads one file of the run's arrays and writes one of its results.

template <class Value>
static std::vector<Value> read_values(FILE* file) {
  int count;
  if (fread(&count, 4, 1, file) != 1) {
    abort();
  }
  std::vector<Value> values(count + 16 / sizeof(Value));
  if (count > 0 && fread(values.data(), sizeof(Value), count, file) != (size_t) count) {
    abort();
  }
  return values;
}

int main(int, char** names) {
  FILE* in = fopen(names[1], "rb");
  std::vector<int> numbers = read_values<int>(in);  // rows, first step, seed (low, high), parameters, state
  std::vector<u8> inputs = read_values<u8>(in);
  std::vector<u8> targets = read_values<u8>(in);
  std::vector<int> order = read_values<int>(in);
  std::vector<float> rates = read_values<float>(in);
  std::vector<float> parameters = read_values<float>(in);
  std::vector<float> state = read_values<float>(in);
  fclose(in);
  std::vector<float> sums(3 * BATCH);
  auto scratch = std::make_unique<Scratch>();
  memset((void*) scratch.get(), 0, sizeof(Scratch));
  Run run;
  memset(&run, 0, sizeof(run));
  run.inputs = inputs.data();
  run.targets = targets.data();
  run.order = order.data();
  run.rates = (const Rates*) rates.data();
  run.parameters = parameters.data();
  run.state = state.data();
  run.scratch = (u8*) scratch.get();
  run.sums = sums.data();
  run.rows = numbers[0];
  run.first_step = numbers[1];
  run.seed = (u32) numbers[2] | (u64) (u32) numbers[3] << 32;
  emulation::launch(UNIT_GROUPS * ROW_GROUPS, 1, 1, THREADS, sizeof(Memory), true, [&] { train(run); });
  FILE* out = fopen(names[2], "wb");
  fwrite(parameters.data(), 4, numbers[4], out);
  fwrite(state.data(), 4, numbers[5], out);
  fwrite(sums.data(), 4, sums.size(), out);
  fclose(out);
  return 0;
}
