package dev.jacquard.dl4j;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.jacquard.network.UpdateRule;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.linalg.schedule.ISchedule;

/** Keras' momentum and RMSprop as an updater of Deeplearning4j. The state is slot after slot, each as long as the parameters. */
final class RuleUpdater implements IUpdater {
    @Serial private static final long serialVersionUID = 1L;

    private final transient UpdateRule rule;
    private ISchedule rate;

    RuleUpdater(UpdateRule rule, ISchedule rate) {
        this.rule = rule;
        this.rate = rate;
    }

    @Override
    public long stateSize(long parameters) {
        return rule.slots() * parameters;
    }

    @Override
    public GradientUpdater<RuleUpdater> instantiate(INDArray view, boolean initialize) {
        State state = new State(this);
        state.setStateViewArray(view, view.shape(), view.ordering(), initialize);
        return state;
    }

    @Override
    public GradientUpdater<RuleUpdater> instantiate(Map<String, INDArray> stored, boolean initialize) {
        State state = new State(this);
        state.setState(stored, initialize);
        return state;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RuleUpdater that && rule.equals(that.rule) && rate == that.rate;
    }

    @Override
    public int hashCode() {
        return rule.hashCode();
    }

    @Override
    @SuppressWarnings("MissingSuperCall")
    public RuleUpdater clone() {
        return new RuleUpdater(rule, rate);
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return rate.valueAt(iteration, epoch);
    }

    @Override
    public boolean hasLearningRate() {
        return true;
    }

    @Override
    public void setLrAndSchedule(double learningRate, @Nullable ISchedule schedule) {
        if (schedule != null) {
            rate = schedule;
        }
    }

    /** The slots, and the arithmetic. */
    private static final class State implements GradientUpdater<RuleUpdater> {
        private final RuleUpdater config;
        private INDArray[] slots = {};

        State(RuleUpdater config) {
            this.config = config;
        }

        @Override
        public RuleUpdater getConfig() { return config; }

        @Override
        public void setState(Map<String, INDArray> stored, boolean initialize) {
            slots = stored.values().toArray(INDArray[]::new);
        }

        @Override
        public Map<String, INDArray> getState() {
            Map<String, INDArray> state = new LinkedHashMap<>();
            for (int i = 0; i < slots.length; i++) {
                state.put("slot" + i, slots[i]);
            }
            return state;
        }

        @Override
        public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
            INDArray flat = view.reshape(view.length());
            if (initialize) {
                flat.assign(0);
            }
            slots = new INDArray[config.rule.slots()];
            long length = flat.length() / slots.length;
            for (int i = 0; i < slots.length; i++) {
                slots[i] = flat.get(NDArrayIndex.interval(i * length, (i + 1) * length));
            }
        }

        /** What is to be subtracted from the parameters takes the gradient's place. */
        @Override
        public void applyUpdater(INDArray gradient, int iteration, int epoch) {
            double rate = config.getLearningRate(iteration, epoch);
            INDArray flat = gradient.reshape(gradient.length());
            switch (config.rule) {
                case UpdateRule.Sgd(double momentum, boolean _) -> {
                    slots[0].muli(momentum).subi(flat.muli(rate));
                    flat.assign(slots[0]).negi();
                }
                case UpdateRule.RmsProp(double rho, double momentum, double epsilon, boolean centered) -> {
                    slots[0].muli(rho).addi(flat.mul(flat).muli(1 - rho));
                    INDArray square = slots[0].dup();
                    if (centered) {
                        INDArray mean = slots[slots.length - 1];
                        mean.muli(rho).addi(flat.mul(1 - rho));
                        square.subi(mean.mul(mean));
                        // Rounding can make the difference of two equal numbers slightly negative.
                        Transforms.max(square, 0, false);
                    }
                    flat.muli(rate).divi(Transforms.sqrt(square.addi(epsilon), false));
                    if (momentum != 0) {
                        slots[1].muli(momentum).addi(flat);
                        flat.assign(slots[1]);
                    }
                }
                case UpdateRule.Adam _ -> throw new IllegalStateException("Deeplearning4j's own Adam is the same");
            }
            Nd4j.getExecutioner().commit();
        }
    }
}
