package dev.jacquard.processor.emit.cuda;

import dev.jacquard.model.Loss;
import dev.jacquard.network.CounterRandom;
import dev.jacquard.network.UpdateRule;
import dev.jacquard.network.UpdateRule.Adam;
import dev.jacquard.network.UpdateRule.RmsProp;
import dev.jacquard.network.UpdateRule.Sgd;

/** A chain of dense layers trained by plain loops in double precision: what kernels are compared with. */
final class PlainChain {
    private final DenseChain chain;
    private final UpdateRule rule;
    private final int batch;
    private final long seed;
    final double[] parameters;
    final double[] state;
    double lossSum;
    double lastLoss;
    double hits;

    PlainChain(DenseChain chain, UpdateRule rule, int batch, long seed, float[] parameters) {
        this.chain = chain;
        this.rule = rule;
        this.batch = batch;
        this.seed = seed;
        this.parameters = new double[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            this.parameters[i] = parameters[i];
        }
        state = new double[Math.toIntExact(rule.slots() * chain.parameters())];
    }

    /** Trains on rows order[0 … n), inputs and targets as numbers; labels for sparse losses. */
    void train(double[][] inputs, double[][] targets, int[] order, long firstStep, float rate) {
        for (int from = 0, step = 0; from < order.length; from += batch, step++) {
            int rows = Math.min(batch, order.length - from);
            double[] gradient = new double[parameters.length];
            lastLoss = 0;
            for (int r = 0; r < rows; r++) {
                row(inputs[order[from + r]], targets[order[from + r]], r, rows, firstStep + step, gradient);
            }
            lossSum += lastLoss;
            update(gradient, rate, firstStep + step + 1);
        }
    }

    private void row(double[] input, double[] target, int row, int rows, long step, double[] gradient) {
        int depth = chain.depth();
        double[][] value = new double[depth + 1][];
        double[][] slope = new double[depth + 1][];
        value[0] = input;
        for (int l = 1; l <= depth; l++) {
            DenseLayer layer = chain.layer(l);
            value[l] = new double[layer.units()];
            slope[l] = new double[layer.units()];
            int key = CounterRandom.key(seed, step, layer.randomStream());
            for (int u = 0; u < layer.units(); u++) {
                double z = layer.biasOffset() < 0 ? 0 : parameters[(int) layer.biasOffset() + u];
                for (int i = 0; i < value[l - 1].length; i++) {
                    z += value[l - 1][i] * weight(l, i, u);
                }
                double mask = layer.dropoutRate() == 0 ? 1 : CounterRandom.mask(key, row * layer.units() + u, (float) layer.dropoutRate());
                value[l][u] = mask * switch (layer.activation()) {
                    case LINEAR, SOFTMAX -> z;
                    case SIGMOID -> 1 / (1 + Math.exp(-z));
                    case TANH -> Math.tanh(z);
                    case RELU -> Math.max(z, 0);
                    case LEAKY_RELU -> z > 0 ? z : 0.01 * z;
                };
                double y = value[l][u];
                slope[l][u] = mask * switch (layer.activation()) {
                    case LINEAR, SOFTMAX -> 1;
                    case SIGMOID -> sigmoidSlope(z);
                    case TANH -> 1 - Math.tanh(z) * Math.tanh(z);
                    case RELU -> z > 0 ? 1 : 0;
                    case LEAKY_RELU -> z > 0 ? 1 : 0.01;
                };
                if (mask != 0 && Double.isNaN(y)) {
                    throw new AssertionError("not a number in the reference");
                }
            }
        }
        double[] error = outputError(value[depth], slope[depth], target, rows);
        for (int l = depth; l >= 1; l--) {
            DenseLayer layer = chain.layer(l);
            double[] before = new double[value[l - 1].length];
            for (int u = 0; u < layer.units(); u++) {
                if (layer.biasOffset() >= 0) {
                    gradient[(int) layer.biasOffset() + u] += error[u];
                }
                for (int i = 0; i < before.length; i++) {
                    gradient[(int) layer.kernelOffset() + i * layer.units() + u] += error[u] * value[l - 1][i];
                    before[i] += error[u] * weight(l, i, u);
                }
            }
            for (int i = 0; l > 1 && i < before.length; i++) {
                before[i] *= slope[l - 1][i];
            }
            error = before;
        }
    }

    private static double sigmoidSlope(double z) {
        double y = 1 / (1 + Math.exp(-z));
        return y * (1 - y);
    }

    private double weight(int layer, int from, int to) {
        return parameters[(int) chain.layer(layer).kernelOffset() + from * chain.width(layer) + to];
    }

    private double[] outputError(double[] y, double[] slope, double[] target, int rows) {
        int n = y.length;
        double[] error = new double[n];
        double loss = 0;
        switch (chain.loss()) {
            case SPARSE_CATEGORICAL_CROSSENTROPY, CATEGORICAL_CROSSENTROPY -> {
                double sum = 0;
                int best = 0;
                for (int o = 0; o < n; o++) {
                    sum += Math.exp(y[o]);
                    best = y[o] > y[best] ? o : best;
                }
                for (int o = 0; o < n; o++) {
                    double t = chain.loss() == Loss.CATEGORICAL_CROSSENTROPY ? target[o] : target[0] == o ? 1 : 0;
                    loss -= t * (y[o] - Math.log(sum));
                    error[o] = (Math.exp(y[o]) / sum - t) / rows;
                    hits += o == best && t > 0.5 ? 1 : 0;
                }
            }
            case BINARY_CROSSENTROPY -> {
                int right = 0;
                for (int o = 0; o < n; o++) {
                    loss -= (target[o] * Math.log(y[o]) + (1 - target[o]) * Math.log(1 - y[o])) / n;
                    error[o] = (y[o] - target[o]) / n / rows;
                    right += y[o] >= 0.5 == target[o] >= 0.5 ? 1 : 0;
                }
                hits += (double) right / n;
            }
            case MEAN_SQUARED_ERROR -> {
                for (int o = 0; o < n; o++) {
                    loss += (y[o] - target[o]) * (y[o] - target[o]) / n;
                    error[o] = 2 * (y[o] - target[o]) * slope[o] / n / rows;
                }
            }
            case NONE -> throw new AssertionError("a loss is needed");
        }
        lastLoss += loss;
        return error;
    }

    private void update(double[] gradient, double rate, long t) {
        int n = (int) chain.parameters();
        for (int i = 0; i < n; i++) {
            double g = gradient[i];
            switch (rule) {
                case Sgd sgd -> {
                    if (sgd.momentum() == 0) {
                        parameters[i] -= rate * g;
                    } else {
                        state[i] = sgd.momentum() * state[i] - rate * g;
                        parameters[i] += sgd.nesterov() ? sgd.momentum() * state[i] - rate * g : state[i];
                    }
                }
                case RmsProp rms -> {
                    state[i] = rms.rho() * state[i] + (1 - rms.rho()) * g * g;
                    double square = state[i];
                    if (rms.centered()) {
                        int at = (rms.slots() - 1) * n + i;
                        state[at] = rms.rho() * state[at] + (1 - rms.rho()) * g;
                        square -= state[at] * state[at];
                    }
                    double step = rate * g / Math.sqrt(square + rms.epsilon());
                    if (rms.momentum() != 0) {
                        state[n + i] = rms.momentum() * state[n + i] + step;
                        step = state[n + i];
                    }
                    parameters[i] -= step;
                }
                case Adam adam -> {
                    parameters[i] -= rate * adam.weightDecay() * parameters[i];
                    state[i] += (g - state[i]) * (1 - adam.beta1());
                    state[n + i] += (g * g - state[n + i]) * (1 - adam.beta2());
                    double corrected = rate * Math.sqrt(1 - Math.pow(adam.beta2(), t)) / (1 - Math.pow(adam.beta1(), t));
                    parameters[i] -= corrected * state[i] / (Math.sqrt(state[n + i]) + adam.epsilon());
                }
            }
        }
    }
}
