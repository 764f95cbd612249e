package dev.jacquard.benchmarks;

import java.util.Arrays;

import dev.jacquard.data.Dataset;

import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.DropoutImpl;
import org.bytedeco.pytorch.FlattenImpl;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.MaxPool2dImpl;
import org.bytedeco.pytorch.ReLUImpl;
import org.bytedeco.pytorch.ReLUOptions;
import org.bytedeco.pytorch.SequentialImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * libtorch as its users write it: a {@code Sequential}, which goes from Java to C++ once a pass, data in tensors from the start, batches by
 * {@code index_select} from a permutation, cross-entropy from the logits, {@code torch::optim::Adam}, the loss read with {@code item()}. The
 * memory format and the treatment of denormals are the defaults: neither channels-last nor flush-to-zero made a step faster.
 */
final class LibtorchEngine implements Engine {
    private static final int TEST_BATCH = 500;

    private final Task task;
    private final PointerScope held = new PointerScope();
    private final SequentialImpl network;
    private final Adam optimizer;
    private final Tensor trainImages; // (count, 784) or (count, 1, 28, 28)
    private final Tensor trainLabels; // (count)
    private final Tensor testImages;
    private final Tensor testLabels;

    LibtorchEngine(Task task) {
        this.task = task;
        torch.set_num_threads(task.threads());
        torch.manual_seed(task.seed());
        network = switch (task.workload()) {
            case MLP -> mlp();
            case CNN -> cnn();
        };
        optimizer = new Adam(network.parameters(), new AdamOptions(1e-3));
        trainImages = images(Task.pixels(task.train()), task.train().size());
        trainLabels = labels(task.train());
        testImages = images(Task.pixels(task.test()), task.test().size());
        testLabels = labels(task.test());
    }

    private static SequentialImpl mlp() {
        SequentialImpl layers = new SequentialImpl();
        layers.push_back(new LinearImpl(Workload.PIXELS, 128));
        layers.push_back(relu());
        layers.push_back(new DropoutImpl(0.2));
        layers.push_back(new LinearImpl(128, Workload.CLASSES));
        return layers;
    }

    private static SequentialImpl cnn() {
        SequentialImpl layers = new SequentialImpl();
        layers.push_back(new Conv2dImpl(1, 32, square(3)));
        layers.push_back(relu());
        layers.push_back(new MaxPool2dImpl(square(2)));
        layers.push_back(new Conv2dImpl(32, 64, square(3)));
        layers.push_back(relu());
        layers.push_back(new MaxPool2dImpl(square(2)));
        layers.push_back(new FlattenImpl());
        layers.push_back(new LinearImpl(5 * 5 * 64, 128));
        layers.push_back(relu());
        layers.push_back(new LinearImpl(128, Workload.CLASSES));
        return layers;
    }

    private static ReLUImpl relu() {
        return new ReLUImpl(new ReLUOptions(true)); // in place
    }

    private static LongPointer square(long side) {
        return new LongPointer(side, side);
    }

    private Tensor images(float[] pixels, int count) {
        return switch (task.workload()) {
            case MLP -> Tensor.create(pixels, count, Workload.PIXELS);
            case CNN -> Tensor.create(pixels, count, 1, Workload.SIDE, Workload.SIDE);
        };
    }

    private static Tensor labels(Dataset samples) {
        return Tensor.create(Arrays.stream(samples.labels()).asLongStream().toArray());
    }

    @Override
    public double trainEpoch() {
        network.train(true);
        int count = task.train().size();
        double losses = 0;
        try (PointerScope _ = new PointerScope()) {
            Tensor order = torch.randperm(count);
            for (int first = 0; first < count; first += task.batch()) {
                losses += trainStep(order, first, Math.min(task.batch(), count - first));
            }
        }
        return losses / task.stepsPerEpoch();
    }

    private float trainStep(Tensor order, int first, int size) {
        try (PointerScope _ = new PointerScope()) {
            Tensor rows = order.narrow(0, first, size);
            optimizer.zero_grad();
            Tensor logits = network.forward(trainImages.index_select(0, rows)); // (size, 10)
            Tensor loss = torch.cross_entropy(logits, trainLabels.index_select(0, rows));
            loss.backward();
            optimizer.step();
            return loss.item_float();
        }
    }

    @Override
    public double testAccuracy() {
        network.eval();
        int count = task.test().size();
        long hits = 0;
        for (int first = 0; first < count; first += TEST_BATCH) {
            int size = Math.min(TEST_BATCH, count - first);
            try (PointerScope _ = new PointerScope(); InferenceMode _ = new InferenceMode()) {
                Tensor classes = network.forward(testImages.narrow(0, first, size)).argmax(new LongOptional(1), false);
                hits += classes.eq(testLabels.narrow(0, first, size)).sum().item_long();
            }
        }
        return (double) hits / count;
    }

    @Override
    public int predict(float[] pixels) {
        network.eval();
        try (PointerScope _ = new PointerScope(); InferenceMode _ = new InferenceMode()) {
            return Math.toIntExact(network.forward(images(pixels, 1)).argmax().item_long());
        }
    }

    @Override
    public void close() {
        held.close();
    }
}
