package dev.jacquard.processor.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.jacquard.model.Activation;
import dev.jacquard.model.Loss;
import dev.jacquard.model.Padding;
import dev.jacquard.processor.graph.Layer;
import dev.jacquard.processor.graph.Layer.Pair;
import dev.jacquard.processor.graph.LayerGraph;
import dev.jacquard.processor.graph.LayerNode;
import dev.jacquard.processor.graph.Shape;

/** Models drawn by chance, with every layer, values read several times, values that come together again, and up to three outputs. */
public final class RandomModels {
    private static final List<Activation> ELEMENTWISE = List.of(Activation.LINEAR, Activation.SIGMOID, Activation.TANH, Activation.RELU,
            Activation.LEAKY_RELU);

    private final Random chance;
    private final Models model = new Models();
    private final List<LayerNode> images = new ArrayList<>();
    private final List<LayerNode> rows = new ArrayList<>();
    private final List<LayerNode> unread = new ArrayList<>();

    private RandomModels(long seed) {
        chance = new Random(seed);
    }

    /** The model of that seed. */
    public static LayerGraph of(long seed) {
        return new RandomModels(seed).draw();
    }

    private LayerGraph draw() {
        place(model.input(4 + chance.nextInt(3), 4 + chance.nextInt(3), 1 + chance.nextInt(3)));
        if (chance.nextBoolean()) {
            place(model.input(1 + chance.nextInt(5)));
        }
        int layers = 3 + chance.nextInt(9);
        for (int i = 0; i < layers; i++) {
            if (i == layers / 2 && chance.nextInt(3) == 0) {
                place(model.input(2));
            }
            layer();
        }
        outputs();
        return model.build();
    }

    private LayerNode place(LayerNode node) {
        (node.shape().rank() == 3 ? images : rows).add(node);
        unread.add(node);
        return node;
    }

    private LayerNode read(LayerNode node) {
        unread.remove(node);
        return node;
    }

    private LayerNode any(List<LayerNode> nodes) {
        return nodes.get(chance.nextInt(nodes.size()));
    }

    private void layer() {
        boolean image = !images.isEmpty() && chance.nextInt(3) > 0;
        LayerNode x = read(any(image || rows.isEmpty() ? images : rows));
        switch (chance.nextInt(6)) {
            case 0 -> place(model.add(new Layer.Activate(chance.nextInt(6) == 0 ? Activation.SOFTMAX : any()), x));
            case 1 -> place(model.add(new Layer.Dropout(chance.nextInt(4) * 0.2), x));
            case 2 -> place(model.add(new Layer.BatchNorm(0.9, 1e-3, chance.nextBoolean(), chance.nextBoolean()), x));
            case 3 -> combine(x);
            default -> {
                if (x.shape().rank() == 3) {
                    image(x);
                } else {
                    place(model.dense(x, 1 + chance.nextInt(5), any()));
                }
            }
        }
    }

    private Activation any() {
        return ELEMENTWISE.get(chance.nextInt(ELEMENTWISE.size()));
    }

    private Padding padding() {
        return chance.nextBoolean() ? Padding.SAME : Padding.VALID;
    }

    private void image(LayerNode x) {
        Pair window = new Pair(1 + chance.nextInt(Math.min(3, x.shape().get(0))), 1 + chance.nextInt(Math.min(3, x.shape().get(1))));
        Pair strides = new Pair(1 + chance.nextInt(2), 1 + chance.nextInt(2));
        place(switch (chance.nextInt(6)) {
            case 0 -> model.add(new Layer.MaxPooling2D(window, strides, padding()), x);
            case 1 -> model.add(new Layer.AveragePooling2D(window, strides, padding()), x);
            case 2 -> model.add(new Layer.Flatten(), x);
            case 3 -> model.convolution(x, 1 + chance.nextInt(4), any());
            default -> model.convolution(x, 1 + chance.nextInt(4), window, strides, padding(), any());
        });
    }

    private void combine(LayerNode x) {
        List<LayerNode> partners = new ArrayList<>();
        partners.add(x);
        boolean add = chance.nextBoolean();
        int axis = chance.nextInt(x.shape().rank());
        for (LayerNode other : List.copyOf(x.shape().rank() == 3 ? images : rows)) {
            if (partners.size() < 4 && (add ? other.shape().equals(x.shape()) : fits(other.shape(), x.shape(), axis))) {
                partners.add(read(other));
            }
        }
        place(model.add(add ? new Layer.Add() : new Layer.Concatenate(axis), partners.toArray(LayerNode[]::new)));
    }

    private static boolean fits(Shape one, Shape other, int axis) {
        for (int i = 0; i < one.rank(); i++) {
            if (i != axis && one.get(i) != other.get(i)) {
                return false;
            }
        }
        return one.rank() == other.rank();
    }

    /** Everything that nothing reads yet goes into one of the outputs. */
    private void outputs() {
        List<LayerNode> open = new ArrayList<>();
        for (LayerNode node : List.copyOf(unread)) {
            open.add(node.shape().rank() == 3 ? model.add(new Layer.Flatten(), node) : node);
        }
        LayerNode all = open.size() == 1 ? open.getFirst() : model.add(new Layer.Concatenate(-1), open.toArray(LayerNode[]::new));
        int count = 1 + chance.nextInt(3);
        LayerNode shared = null;
        for (int i = 0; i < count; i++) {
            boolean alone = chance.nextBoolean();
            shared = alone || shared != null ? shared : model.dense(all, 3, Activation.LINEAR);
            LayerNode from = alone || shared == null ? model.dense(all, 2 + chance.nextInt(3), any()) : shared;
            Loss loss = Loss.values()[1 + chance.nextInt(4)];
            Activation activation = switch (loss) {
                case BINARY_CROSSENTROPY -> Activation.SIGMOID;
                case CATEGORICAL_CROSSENTROPY, SPARSE_CATEGORICAL_CROSSENTROPY -> Activation.SOFTMAX;
                case MEAN_SQUARED_ERROR, NONE -> any();
            };
            LayerNode result = model.add(new Layer.Activate(activation), from);
            if (loss == Loss.BINARY_CROSSENTROPY && chance.nextInt(3) == 0) {
                result = model.add(new Layer.Reshape(List.of(result.shape().get(0), 1)), result);
            }
            model.result(result, loss, 0.5 + chance.nextDouble());
        }
    }
}
