package dev.jacquard.network;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

import dev.jacquard.data.RowReader;
import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;

import org.jspecify.annotations.Nullable;

/** One dense layer in plain loops, trained by gradient descent with momentum. Remembers how it was called. */
public final class TinyProgram implements Program {
    /** Rows of every call of {@link #infer}. */
    public final List<Integer> inferredRows = new ArrayList<>();
    /** Steps of every call of {@link Training#run}. */
    public final List<Integer> chunks = new ArrayList<>();
    /** Row numbers in the order in which they were trained on. */
    public final List<Integer> trainedRows = new ArrayList<>();
    /** Learning rates of all steps. */
    public final List<Float> rates = new ArrayList<>();
    /** From this step on the loss is no longer a number. */
    public long brokenFrom = Long.MAX_VALUE;
    /** Whether training only counts steps: to look at what happens around it. */
    public boolean idle;
    /** Trainings that were started and not closed. */
    public int openTrainings;
    /** Whether it was closed. */
    public boolean closed;

    private final Description description;
    private final Parameters parameters;
    private final OutputDescription output;
    private final int features;
    private final int units;
    private float[] results = new float[0];
    private MemorySegment resultMemory = MemorySegment.NULL;
    private MemorySegment inspected = MemorySegment.NULL;
    private int inspectedRows;

    /** A program for a description of {@link TinyDescriptions}. */
    public TinyProgram(Parameters parameters) {
        this.parameters = parameters;
        description = parameters.description();
        output = description.outputs().getFirst();
        features = description.inputs().getFirst().shape().size();
        units = output.shape().size();
    }

    @Override
    public Description description() {
        return description;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public String engine() {
        return "plain loops";
    }

    private float[] forward(float[] x) {
        float[] kernel = parameters.get("answer.kernel");
        float[] y = parameters.get("answer.bias");
        for (int u = 0; u < units; u++) {
            for (int f = 0; f < features; f++) {
                y[u] += x[f] * kernel[f * units + u];
            }
        }
        if (output.activation() == Activation.SIGMOID) {
            for (int u = 0; u < units; u++) {
                y[u] = (float) (1 / (1 + Math.exp(-y[u])));
            }
        } else if (output.activation() == Activation.SOFTMAX) {
            double sum = 0;
            for (int u = 0; u < units; u++) {
                y[u] = (float) Math.exp(y[u]);
                sum += y[u];
            }
            for (int u = 0; u < units; u++) {
                y[u] /= (float) sum;
            }
        }
        return y;
    }

    private float[] target(Samples samples, int row) {
        float[] target = RowReader.row(samples.targets().getFirst(), row);
        if (output.sparse()) {
            float[] oneHot = new float[units];
            oneHot[(int) target[0]] = 1;
            return oneHot;
        }
        return target;
    }

    private double loss(float[] y, float[] t) {
        double loss = 0;
        for (int u = 0; u < units; u++) {
            loss += switch (output.loss()) {
                case MEAN_SQUARED_ERROR -> (y[u] - t[u]) * (y[u] - t[u]) / units;
                case BINARY_CROSSENTROPY -> (-t[u] * Math.log(y[u]) - (1 - t[u]) * Math.log(1 - y[u])) / units;
                case CATEGORICAL_CROSSENTROPY, SPARSE_CATEGORICAL_CROSSENTROPY -> t[u] == 0 ? 0 : -t[u] * Math.log(y[u]);
                case NONE -> 0;
            };
        }
        return loss;
    }

    private int hit(float[] y, float[] t) {
        if (output.loss() == Loss.MEAN_SQUARED_ERROR) {
            return 0;
        }
        if (units == 1) {
            return y[0] >= 0.5f == t[0] >= 0.5f ? 1 : 0;
        }
        int best = 0;
        for (int u = 1; u < units; u++) {
            best = y[u] > y[best] ? u : best;
        }
        return t[best] == 1 ? 1 : 0;
    }

    @Override
    public void infer(Samples samples, int[] order, int from, int to, @Nullable Totals totals) {
        inferredRows.add(to - from);
        results = new float[(to - from) * units];
        double loss = 0;
        int hits = 0;
        for (int i = from; i < to; i++) {
            float[] y = forward(RowReader.row(samples.inputs().getFirst(), order[i]));
            System.arraycopy(y, 0, results, (i - from) * units, units);
            if (totals != null) {
                float[] t = target(samples, order[i]);
                loss += loss(y, t);
                hits += hit(y, t);
            }
        }
        resultMemory = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_FLOAT, results);
        if (totals != null) {
            totals.addOutput(0, loss, hits);
            totals.addStep(to - from, loss / (to - from));
        }
    }

    @Override
    public MemorySegment output(int index) {
        return resultMemory;
    }

    @Override
    public void predict(float[] input, float[] into) {
        System.arraycopy(forward(input), 0, into, 0, units);
    }

    @Override
    public void inspect(Samples samples, int[] order, int from, int to) {
        infer(samples, order, from, to, null);
        inspected = resultMemory;
        inspectedRows = to - from;
    }

    @Override
    public TensorView value(String name) {
        if (inspectedRows == 0) {
            throw new IllegalStateException("nothing was inspected");
        }
        return new TensorView(name, inspected, inspectedRows, output.shape());
    }

    @Override
    public Training training(TrainingSettings settings, Samples samples) {
        openTrainings++;
        return new Descent(settings, samples);
    }

    @Override
    public void close() {
        closed = true;
        parameters.close();
    }

    private final class Descent implements Training {
        private final TrainingSettings settings;
        private final UpdateRule.Sgd rule;
        private final Samples samples;
        private final MemorySegment velocity = Arena.ofAuto().allocate(4 * description.trainableSize(), 64);
        private final MemorySegment gradients = Arena.ofAuto().allocate(4 * description.trainableSize(), 64);
        private long step;

        Descent(TrainingSettings settings, Samples samples) {
            this.settings = settings;
            this.samples = samples;
            rule = (UpdateRule.Sgd) settings.rule();
        }

        @Override
        public void run(int[] order, int from, int to, int pass, float[] stepRates, Totals totals) {
            if (idle) {
                step += Math.ceilDiv(to - from, settings.batchSize());
                totals.addStep(to - from, 1);
                return;
            }
            int number = 0;
            for (int first = from; first < to; first += settings.batchSize()) {
                step(order, first, Math.min(to, first + settings.batchSize()), stepRates[number], totals);
                rates.add(stepRates[number]);
                number++;
            }
            chunks.add(number);
        }

        private void step(int[] order, int from, int to, float rate, Totals totals) {
            gradients.fill((byte) 0);
            double loss = 0;
            int hits = 0;
            for (int i = from; i < to; i++) {
                trainedRows.add(order[i]);
                float[] x = RowReader.row(samples.inputs().getFirst(), order[i]);
                float[] y = forward(x);
                float[] t = target(samples, order[i]);
                loss += loss(y, t);
                hits += hit(y, t);
                for (int u = 0; u < units; u++) {
                    boolean mean = output.loss() != Loss.SPARSE_CATEGORICAL_CROSSENTROPY && output.loss() != Loss.CATEGORICAL_CROSSENTROPY;
                    float slope = (y[u] - t[u]) / (to - from) / (mean ? units : 1) * (output.loss() == Loss.MEAN_SQUARED_ERROR ? 2 : 1);
                    for (int f = 0; f < features; f++) {
                        add(f * units + u, slope * x[f]);
                    }
                    add(Math.toIntExact(description.parameters().get(1).offset()) + u, slope);
                }
            }
            step++;
            if (step >= brokenFrom) {
                loss = Double.NaN;
                parameters.memory().setAtIndex(ValueLayout.JAVA_FLOAT, 0, Float.NaN);
            }
            totals.addOutput(0, loss, hits);
            totals.addStep(to - from, loss / (to - from));
            update(rate);
        }

        private void add(int index, float value) {
            gradients.setAtIndex(ValueLayout.JAVA_FLOAT, index, gradients.getAtIndex(ValueLayout.JAVA_FLOAT, index) + value);
        }

        private void update(float rate) {
            for (int i = 0; i < description.trainableSize(); i++) {
                float v = (float) rule.momentum() * velocity.getAtIndex(ValueLayout.JAVA_FLOAT, i)
                        - rate * gradients.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                velocity.setAtIndex(ValueLayout.JAVA_FLOAT, i, v);
                MemorySegment weights = parameters.memory();
                weights.setAtIndex(ValueLayout.JAVA_FLOAT, i, weights.getAtIndex(ValueLayout.JAVA_FLOAT, i) + v);
            }
        }

        @Override
        public long step() {
            return step;
        }

        @Override
        public void step(long value) {
            step = value;
        }

        @Override
        public MemorySegment slot(int index) {
            return velocity;
        }

        @Override
        public MemorySegment gradients() {
            return gradients;
        }

        @Override
        public void close() {
            openTrainings--;
        }
    }
}
