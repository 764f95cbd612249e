package dev.jacquard.benchmarks;

import static dev.jacquard.evaluate.Metric.ACCURACY;
import static dev.jacquard.network.Engine.CPU;
import static dev.jacquard.train.Optimizers.adam;

import dev.jacquard.data.Dataset;
import dev.jacquard.network.Network;
import dev.jacquard.train.Trainer;

/** This project as its users write it: {@code fit} on the data set as it was loaded (bytes, scaled on the way into a batch), the loss from the history. */
final class JacquardEngine implements Engine {
    private final Task task;
    private final Network network;
    private final Trainer trainer;
    private final Dataset train;
    private final Dataset test;
    private final float[] scores = new float[Workload.CLASSES];

    JacquardEngine(Task task) {
        this.task = task;
        switch (task.workload()) {
            case MLP -> {
                MnistMlpNetwork mlp = MnistMlpNetwork.create(n -> n.engine(CPU).seed(task.seed()).threads(task.threads()));
                network = mlp;
                trainer = mlp.compile(c -> c.optimizer(adam(a -> a.learningRate(1e-3))).metrics(ACCURACY));
                train = task.train();
                test = task.test();
            }
            case CNN -> {
                MnistCnnNetwork cnn = MnistCnnNetwork.create(n -> n.engine(CPU).seed(task.seed()).threads(task.threads()));
                network = cnn;
                trainer = cnn.compile(c -> c.optimizer(adam(a -> a.learningRate(1e-3))).metrics(ACCURACY));
                train = task.train().reshape(Workload.SIDE, Workload.SIDE, 1);
                test = task.test().reshape(Workload.SIDE, Workload.SIDE, 1);
            }
            default -> throw new IllegalStateException("no network for " + task.workload());
        }
    }

    @Override
    public double trainEpoch() {
        return trainer.fit(train, f -> f.batchSize(task.batch()).verbose(false)).last().loss();
    }

    @Override
    public double testAccuracy() {
        return trainer.evaluate(test).accuracy();
    }

    @Override
    public int predict(float[] pixels) {
        network.predict(pixels, scores);
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }

    @Override
    public void close() {
        network.close();
    }
}
