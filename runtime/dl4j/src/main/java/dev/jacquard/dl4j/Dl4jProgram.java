package dev.jacquard.dl4j;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.jacquard.JacquardException;
import dev.jacquard.model.Loss;
import dev.jacquard.network.Column;
import dev.jacquard.network.Description;
import dev.jacquard.network.InputDescription;
import dev.jacquard.network.LayerDescription;
import dev.jacquard.network.NetworkSettings;
import dev.jacquard.network.OutputDescription;
import dev.jacquard.network.ParameterDescription;
import dev.jacquard.network.Parameters;
import dev.jacquard.network.Program;
import dev.jacquard.network.Samples;
import dev.jacquard.network.TensorView;
import dev.jacquard.network.Totals;
import dev.jacquard.network.Training;
import dev.jacquard.network.TrainingSettings;
import dev.jacquard.network.UpdateRule;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Runs a network through Deeplearning4j, with the ND4J backend that is on the class path. Generated classes make one; the parameters are ours
 * until training starts and {@linkplain #synchronize() come back} when they are asked for.
 */
public final class Dl4jProgram implements Program {
    private final Parameters parameters;
    private final Description description;
    private final NetworkSettings settings;
    private final Factory factory;
    private final List<WeightLink> links;
    private final Map<String, String> same;
    private final List<String> results;
    private final List<TrainingListener> listeners = new ArrayList<>();

    private Underlying network;
    private boolean trained;
    private @Nullable Dl4jTraining training;
    private List<MemorySegment> outputs = List.of();
    private @Nullable Map<String, INDArray> values;
    private int inspected;

    /** A configuration of layers one after another, with any updater. */
    @FunctionalInterface
    public interface SequentialConfiguration {
        /** The configuration. */
        MultiLayerConfiguration configuration(IUpdater updater, long seed);
    }

    /** A configuration of a graph, with any updater. */
    @FunctionalInterface
    public interface GraphConfiguration {
        /** The configuration. */
        ComputationGraphConfiguration configuration(IUpdater updater, long seed);
    }

    /** Makes the network anew with another updater. */
    @FunctionalInterface
    interface Factory {
        Underlying network(IUpdater updater, long seed);
    }

    private Dl4jProgram(Parameters parameters, NetworkSettings settings, Factory factory, List<WeightLink> links, Map<String, String> same,
            List<String> results) {
        this.parameters = parameters;
        this.settings = settings;
        this.factory = factory;
        this.links = List.copyOf(links);
        this.same = Map.copyOf(same);
        this.results = List.copyOf(results);
        description = parameters.description();
        Backend.require(description.name());
        network = fresh();
        parametersChanged();
    }

    /**
     * Runs layers one after another.
     *
     * @param links   the place of every parameter
     * @param same    values that are another's numbers in another shape
     * @param results the layers that make the network's outputs, in their order
     * @throws JacquardException when ND4J has no backend that works here
     */
    public static Dl4jProgram sequential(Parameters parameters, NetworkSettings settings, SequentialConfiguration made, List<WeightLink> links,
            Map<String, String> same, List<String> results) {
        String input = parameters.description().inputs().getFirst().name();
        return new Dl4jProgram(parameters, settings, (updater, seed) -> Underlying.Sequence.of(made.configuration(updater, seed), input), links, same,
                results);
    }

    /**
     * Runs a graph.
     *
     * @param links   the place of every parameter
     * @param same    values that are another's numbers in another shape
     * @param results the layers that make the network's outputs, in their order
     * @throws JacquardException when ND4J has no backend that works here
     */
    public static Dl4jProgram graph(Parameters parameters, NetworkSettings settings, GraphConfiguration made, List<WeightLink> links,
            Map<String, String> same, List<String> results) {
        return new Dl4jProgram(parameters, settings, (updater, seed) -> Underlying.Graph.of(made.configuration(updater, seed)), links, same, results);
    }

    /**
     * Deeplearning4j's network as it is now: a {@code MultiLayerNetwork} or a {@code ComputationGraph}. Starting to train replaces it. What is
     * changed in it shows in {@link #parameters()} after {@link #modelChanged()}.
     */
    public Model model() {
        return network.model();
    }

    /** Takes over what was changed in {@link #model()}. */
    public void modelChanged() {
        trained = true;
        synchronize();
    }

    /** Lets Deeplearning4j's listeners hear of every step from now on, this network's next trainings included. */
    public void addListeners(TrainingListener... more) {
        listeners.addAll(List.of(more));
        Dl4jTraining current = training;
        if (current != null) {
            current.listen(listeners);
        } else {
            network.listeners(listeners);
        }
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
        return "Deeplearning4j, ND4J's " + Backend.name();
    }

    @Override
    public void synchronize() {
        if (!trained) {
            return;
        }
        for (WeightLink link : links) {
            parameters.set(link.parameter(), Conversion.toOurs(place(network, link), link.form()));
        }
        trained = false;
    }

    @Override
    public void parametersChanged() {
        write(network);
        trained = false;
    }

    @Override
    public void infer(Samples samples, int[] order, int from, int to, @Nullable Totals totals) {
        List<INDArray> arrays = network.results(results, inputs(samples, order, from, to, 0));
        outputs = arrays.stream().map(array -> MemorySegment.ofArray(Conversion.numbers(array))).toList();
        if (totals != null && !samples.targets().isEmpty()) {
            report(totals, arrays, targets(samples, order, from, to, 0), to - from, Double.NaN);
        }
    }

    @Override
    public MemorySegment output(int index) {
        return outputs.get(index);
    }

    @Override
    public void predict(float[] input, float[] output) {
        description.checkRow(input, output);
        INDArray row = Nd4j.create(input, Rows.shape(description.inputs().getFirst().shape(), 1), 'c');
        float[] answer = Conversion.numbers(network.results(results, new INDArray[] {row}).getFirst());
        System.arraycopy(answer, 0, output, 0, answer.length);
    }

    @Override
    public void inspect(Samples samples, int[] order, int from, int to) {
        values = network.values(inputs(samples, order, from, to, 0));
        inspected = to - from;
    }

    @Override
    public TensorView value(String name) {
        Map<String, INDArray> seen = values;
        if (seen == null) {
            throw new IllegalStateException("nothing has been looked at yet: call forward with some rows before " + name + "()");
        }
        LayerDescription layer = description.layers().stream().filter(candidate -> candidate.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(description.name() + " has no value '" + name + "'"));
        INDArray array = seen.get(same.getOrDefault(name, name));
        if (array == null) {
            throw new IllegalArgumentException("Deeplearning4j keeps no value of '" + name + "'; it has " + seen.keySet());
        }
        float[] numbers = Conversion.numbers(array);
        MemorySegment memory = Arena.ofAuto().allocate(4L * numbers.length, 64);
        MemorySegment.copy(numbers, 0, memory, ValueLayout.JAVA_FLOAT, 0, numbers.length);
        return new TensorView(name, memory, inspected, layer.shape());
    }

    /**
     * {@inheritDoc}
     *
     * @throws JacquardException also where gradients are to be clipped although layers have penalties
     */
    @Override
    public Training training(TrainingSettings how, Samples samples) {
        if (description.outputs().stream().allMatch(output -> output.loss() == Loss.NONE)) {
            throw new JacquardException(
                    description.name() + " has no loss, so it cannot be trained: name one in @Model(loss = …) or @Output(loss = …)");
        }
        boolean clips = how.clipValue() > 0 || how.clipNorm() > 0 || how.globalClipNorm() > 0;
        List<String> penalised = description.parameters().stream().filter(p -> p.l1() != 0 || p.l2() != 0).map(ParameterDescription::name).toList();
        if (clips && !penalised.isEmpty()) {
            throw new JacquardException(description.name() + " is to clip gradients on DL4J, which adds the penalties of " + penalised
                    + " after clipping and not before; leave out clipping or the penalties, or say engine(CPU)");
        }
        synchronize();
        if (training != null) {
            training.close();
        }
        StepRate rate = new StepRate();
        replace(factory.network(Updaters.of(how.rule(), rate), how.seed()));
        Dl4jTraining started = new Dl4jTraining(this, how, samples, rate);
        started.listen(listeners);
        training = started;
        return started;
    }

    @Override
    public void close() {
        if (training != null) {
            training.close();
        }
        network.close();
        parameters.close();
    }

    // ---- for this package ----

    Underlying network() {
        return network;
    }

    List<WeightLink> links() {
        return links;
    }

    /** Where an output's numbers come from. */
    String result(int output) {
        return results.get(output);
    }

    void trained() {
        trained = true;
    }

    void closed(Dl4jTraining closed) {
        if (training == closed) {
            training = null;
        }
    }

    /** A network of its own with this one's parameters, a plain updater and nothing of ours in its configuration but reshaping. */
    Underlying copy(IUpdater updater) {
        synchronize();
        Underlying copy = factory.network(updater, settings.seed());
        write(copy);
        return copy;
    }

    INDArray[] inputs(Samples samples, int[] order, int from, int to, int pass) {
        List<InputDescription> inputs = description.inputs();
        INDArray[] arrays = new INDArray[inputs.size()];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = Rows.input(samples.inputs().get(i), inputs.get(i).shape(), order, from, to, pass);
        }
        return arrays;
    }

    /** One for each output; for an output without a loss an empty array. */
    INDArray[] targets(Samples samples, int[] order, int from, int to, int pass) {
        List<Column> columns = samples.targets();
        INDArray[] arrays = new INDArray[columns.size()];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = Rows.target(columns.get(i), description.outputs().get(i), order, from, to, pass);
        }
        return arrays;
    }

    /**
     * Adds a batch to the totals.
     *
     * @param whole the loss with penalties; NaN to work it out
     */
    void report(Totals totals, List<INDArray> predictions, INDArray[] targets, int rows, double whole) {
        double sum = 0;
        for (int i = 0; i < predictions.size(); i++) {
            OutputDescription output = description.outputs().get(i);
            if (output.loss() != Loss.NONE) {
                double loss = Scores.loss(output, predictions.get(i), targets[i]);
                totals.addOutput(i, loss, Scores.hits(output, predictions.get(i), targets[i]));
                sum += output.lossWeight() * loss / rows;
            }
        }
        totals.addStep(rows, Double.isNaN(whole) ? sum + penalties() : whole);
    }

    private double penalties() {
        double sum = 0;
        for (ParameterDescription parameter : description.parameters()) {
            if (parameter.l1() == 0 && parameter.l2() == 0) {
                continue;
            }
            synchronize();
            for (float value : parameters.get(parameter.name())) {
                sum += parameter.l1() * Math.abs(value) + parameter.l2() * value * value;
            }
        }
        return sum;
    }

    private Underlying fresh() {
        return factory.network(Updaters.of(new UpdateRule.Sgd(0, false), new StepRate()), settings.seed());
    }

    private void replace(Underlying next) {
        write(next);
        network.close();
        network = next;
        values = null;
    }

    private void write(Underlying target) {
        for (WeightLink link : links) {
            INDArray place = place(target, link);
            place.assign(Conversion.toTheirs(parameters.get(link.parameter()), description.parameter(link.parameter()).shape(), link.form(),
                    place.shape()));
        }
    }

    /** The array of a parameter: a view of the network's own. */
    private static INDArray place(Underlying network, WeightLink link) {
        Layer layer = network.layer(link.layer());
        return layer.getParam(link.key());
    }
}
