package dev.jacquard.processor.emit.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.jacquard.cuda.kernel.KernelText;
import dev.jacquard.cuda.kernel.UpdateText;
import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;
import dev.jacquard.network.UpdateRule;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The persistent kernel, run thread by thread on the processor, trains like plain loops. */
class PersistentKernelTest {
    private static final UpdateRule ADAM = new UpdateRule.Adam(0.9, 0.999, 1e-7, 0);

    @TempDir Path folder;

    @BeforeEach
    void compilerIsThere() {
        Emulation.need("g++");
    }

    @Test
    void twoLayersOnBytesWithDropoutAndAdam() throws Exception {
        compare(chain(19, true, Loss.SPARSE_CATEGORICAL_CROSSENTROPY, hidden(6, Activation.RELU, 0.25), output(3, Activation.SOFTMAX)), ADAM,
                blocks(8, 6, 1, 64), 29);
    }

    @Test
    void severalUnitsABlockAndUnitsThatDoNotDivide() throws Exception {
        compare(chain(21, false, Loss.CATEGORICAL_CROSSENTROPY, hidden(11, Activation.TANH, 0), output(5, Activation.SOFTMAX)),
                new UpdateRule.Sgd(0.9, true), blocks(7, 3, 1, 64), 23);
    }

    @Test
    void rowsOfABatchSharedByGroupsOfBlocks() throws Exception {
        compare(chain(33, true, Loss.SPARSE_CATEGORICAL_CROSSENTROPY, hidden(12, Activation.RELU, 0.5), output(10, Activation.SOFTMAX)), ADAM,
                blocks(10, 3, 3, 64), 34);
    }

    @Test
    void threeLayersExchangeErrorsToo() throws Exception {
        compare(chain(9, false, Loss.BINARY_CROSSENTROPY, hidden(7, Activation.SIGMOID, 0.2), hidden(5, Activation.LEAKY_RELU, 0.1),
                output(1, Activation.SIGMOID)), new UpdateRule.RmsProp(0.9, 0.5, 1e-7, true), blocks(6, 4, 1, 64), 20);
    }

    @Test
    void fourLayersInGroupsOfRows() throws Exception {
        compare(chain(13, false, Loss.MEAN_SQUARED_ERROR, hidden(8, Activation.TANH, 0), hidden(9, Activation.LEAKY_RELU, 0.3),
                hidden(6, Activation.SIGMOID, 0), output(2, Activation.TANH)), new UpdateRule.Adam(0.8, 0.99, 1e-6, 0.01), blocks(6, 4, 2, 64),
                20);
    }

    @Test
    void wideOutputIsSharedByTheBlocks() throws Exception {
        compare(chain(40, true, Loss.BINARY_CROSSENTROPY, hidden(4, Activation.RELU, 0), output(37, Activation.SIGMOID)), ADAM,
                blocks(5, 5, 1, 64), 15);
    }

    @Test
    void wideSoftmaxOutputAfterTwoLayers() throws Exception {
        compare(chain(10, false, Loss.SPARSE_CATEGORICAL_CROSSENTROPY, hidden(6, Activation.TANH, 0), hidden(5, Activation.TANH, 0),
                output(35, Activation.SOFTMAX)), new UpdateRule.Sgd(0.9, false), blocks(4, 5, 2, 64), 12);
    }

    @Test
    void singleLayerIsSoftmaxRegression() throws Exception {
        compare(chain(4, false, Loss.SPARSE_CATEGORICAL_CROSSENTROPY, output(3, Activation.SOFTMAX)), new UpdateRule.Sgd(0, false),
                blocks(8, 3, 1, 32), 30);
    }

    @Test
    void linearRegressionWithRmsProp() throws Exception {
        compare(chain(6, false, Loss.MEAN_SQUARED_ERROR, output(1, Activation.LINEAR)), new UpdateRule.RmsProp(0.9, 0, 1e-7, false),
                blocks(5, 1, 2, 32), 22);
    }

    @Test
    void moreRowsThanThreads() throws Exception {
        compare(chain(8, false, Loss.SPARSE_CATEGORICAL_CROSSENTROPY, hidden(10, Activation.RELU, 0.2), output(4, Activation.SOFTMAX)), ADAM,
                blocks(70, 2, 1, 64), 150);
    }

    @Test
    void neighbouringRowsShareWeights() throws Exception {
        compare(chain(20, true, Loss.SPARSE_CATEGORICAL_CROSSENTROPY, hidden(64, Activation.RELU, 0.25), output(10, Activation.SOFTMAX)), ADAM,
                blocks(13, 4, 1, 64), 39);
    }

    @Test
    void moreUnitsThanAPassHas() throws Exception {
        compare(chain(9, false, Loss.CATEGORICAL_CROSSENTROPY, hidden(32, Activation.TANH, 0), hidden(21, Activation.RELU, 0.1),
                output(18, Activation.SOFTMAX)), new UpdateRule.Sgd(0.9, true), blocks(12, 1, 1, 64), 30);
    }

    @Test
    void morePacketsThanThreadsAskForAtOnce() throws Exception {
        compare(chain(12, true, Loss.MEAN_SQUARED_ERROR, hidden(60, Activation.RELU, 0), output(2, Activation.LINEAR)), ADAM,
                blocks(80, 6, 2, 32), 190);
    }

    /** A chain and whether its inputs are bytes. */
    private record Case(DenseChain chain, boolean bytes) {
        float scale() {
            return bytes ? 1 / 255f : 1;
        }

        int inputBytes() {
            return (chain.inputs() * (bytes ? 1 : Float.BYTES) + 15) / 16 * 16;
        }
    }

    /** How a test's kernel is divided. */
    private record Blocks(int batch, int unitGroups, int rowGroups, int threads) {
    }

    private static Blocks blocks(int batch, int unitGroups, int rowGroups, int threads) {
        return new Blocks(batch, unitGroups, rowGroups, threads);
    }

    private static DenseLayer hidden(int units, Activation activation, double dropout) {
        return new DenseLayer("hidden", units, activation, dropout, 0, 0, 0);
    }

    private static DenseLayer output(int units, Activation activation) {
        return new DenseLayer("output", units, activation, 0, 0, 0, 0);
    }

    private static Case chain(int inputs, boolean bytes, Loss loss, DenseLayer... layers) {
        List<DenseLayer> placed = new ArrayList<>();
        int width = inputs;
        int offset = 0;
        for (int i = 0; i < layers.length; i++) {
            int bias = offset + width * layers[i].units();
            placed.add(new DenseLayer(layers[i].name() + i, layers[i].units(), layers[i].activation(), layers[i].dropoutRate(), i + 1, offset,
                    bias));
            offset = bias + layers[i].units() + 3;
            width = layers[i].units();
        }
        return new Case(new DenseChain("Net", inputs, placed, loss, offset), bytes);
    }

    private void compare(Case net, UpdateRule rule, Blocks blocks, int rows) throws IOException, InterruptedException {
        DenseChain chain = net.chain();
        Random random = new Random(7);
        int set = rows + 5;
        double[][] inputs = new double[set][chain.inputs()];
        double[][] targets = new double[set][chain.width(chain.depth())];
        ByteBuffer inputBytes = buffer(set * net.inputBytes());
        ByteBuffer targetBytes = buffer(set * chain.targetBytes());
        for (int r = 0; r < set; r++) {
            for (int i = 0; i < chain.inputs(); i++) {
                if (net.bytes()) {
                    int value = random.nextInt(256);
                    inputBytes.put(r * net.inputBytes() + i, (byte) value);
                    inputs[r][i] = value * (double) net.scale();
                } else {
                    float value = (float) random.nextGaussian();
                    inputBytes.putFloat(r * net.inputBytes() + 4 * i, value);
                    inputs[r][i] = value;
                }
            }
            target(chain, random, targets[r], targetBytes, r);
        }
        float[] parameters = new float[(int) chain.parameters()];
        for (DenseLayer layer : chain.layers()) {
            for (long i = layer.kernelOffset(); i < layer.biasOffset() + layer.units(); i++) {
                parameters[(int) i] = (float) random.nextGaussian() * 0.3f;
            }
        }
        int[] order = random.ints(rows, 0, set).toArray();
        long seed = 0x1234_5678_9ABCL;
        int firstStep = 3;
        int steps = (rows + blocks.batch() - 1) / blocks.batch();
        ByteBuffer rates = buffer(8 * steps);
        float rate = 0.01f;
        for (int i = 0; i < steps; i++) {
            rates.putFloat(rate).putFloat(UpdateText.correctedRate(rule, rate, firstStep + i + 1L));
        }
        PlainChain plain = new PlainChain(chain, rule, blocks.batch(), seed, parameters);
        plain.train(inputs, targets, order, firstStep, rate);

        int state = (int) (rule.slots() * chain.parameters());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        append(file, buffer(24).putInt(rows).putInt(firstStep).putInt((int) seed).putInt((int) (seed >> 32)).putInt(parameters.length)
                .putInt(state), 4);
        append(file, inputBytes, 1);
        append(file, targetBytes, 1);
        ByteBuffer numbers = buffer(4 * rows);
        numbers.asIntBuffer().put(order);
        append(file, numbers, 4);
        append(file, rates, 4);
        ByteBuffer floats = buffer(4 * parameters.length);
        floats.asFloatBuffer().put(parameters);
        append(file, floats, 4);
        append(file, buffer(4 * state), 4);
        Files.write(folder.resolve("in"), file.toByteArray());

        List<String> definitions = new ArrayList<>(UpdateText.definitions(rule, 0));
        definitions.addAll(List.of("BATCH=" + blocks.batch(), "UNIT_GROUPS=" + blocks.unitGroups(), "ROW_GROUPS=" + blocks.rowGroups(),
                "THREADS=" + blocks.threads(), "INPUT_TYPE=" + (net.bytes() ? "u8" : "float"), "INPUT_SCALE=" + net.scale() + "f"));
        String text = String.join("\n", KernelText.PRELUDE.text(), KernelText.UPDATE.text(), KernelText.DENSE_CHAIN.text(),
                DenseChainText.write(chain), Emulation.resource("run-chain.h"));
        Path program = Emulation.compile(folder, text, definitions);
        List<String> command = List.of(program.toString(), folder.resolve("in").toString(), folder.resolve("out").toString());
        Emulation.run(command);
        byte[] result = Files.readAllBytes(folder.resolve("out"));
        for (int disorder : new int[] {1, 2, 3}) {
            Emulation.runInDisorder(command, disorder);
            assertThat(Files.readAllBytes(folder.resolve("out"))).as("bits when warps take their turns in order %d", disorder).isEqualTo(result);
        }

        ByteBuffer out = ByteBuffer.wrap(result).order(ByteOrder.nativeOrder());
        for (int i = 0; i < parameters.length; i++) {
            assertThat((double) out.getFloat()).as("parameter %d", i).isCloseTo(plain.parameters[i], within(2e-5));
        }
        for (int i = 0; i < state; i++) {
            assertThat((double) out.getFloat()).as("state %d", i).isCloseTo(plain.state[i], within(2e-5));
        }
        double[] sums = new double[3];
        for (int i = 0; i < 3 * blocks.batch(); i++) {
            sums[i / blocks.batch()] += out.getFloat();
        }
        assertThat(sums[0]).as("sum of losses").isCloseTo(plain.lossSum, within(1e-4 * rows));
        assertThat(sums[1]).as("losses of the last step").isCloseTo(plain.lastLoss, within(1e-4 * blocks.batch()));
        assertThat(sums[2]).as("hits").isCloseTo(plain.hits, within(1e-3));
    }

    private static void target(DenseChain chain, Random random, double[] target, ByteBuffer bytes, int row) {
        if (chain.loss() == Loss.SPARSE_CATEGORICAL_CROSSENTROPY) {
            int label = random.nextInt(target.length);
            bytes.putInt(row * chain.targetBytes(), label);
            target[0] = label;
            return;
        }
        int label = random.nextInt(target.length);
        for (int o = 0; o < target.length; o++) {
            float value = switch (chain.loss()) {
                case CATEGORICAL_CROSSENTROPY -> o == label ? 1 : 0;
                case BINARY_CROSSENTROPY -> random.nextInt(2);
                default -> (float) random.nextGaussian();
            };
            bytes.putFloat(row * chain.targetBytes() + 4 * o, value);
            target[o] = value;
        }
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }

    private static void append(ByteArrayOutputStream file, ByteBuffer values, int size) {
        file.writeBytes(buffer(4).putInt(values.capacity() / size).array());
        file.writeBytes(values.array());
    }
}
