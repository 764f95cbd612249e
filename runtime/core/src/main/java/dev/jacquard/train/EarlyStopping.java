package dev.jacquard.train;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import dev.jacquard.network.Network;

import org.jspecify.annotations.Nullable;

/**
 * Ends training when a value no longer gets better.
 *
 * @param monitor            the value that is watched
 * @param patience           after how many epochs without a better value training ends
 * @param minDelta           by how much a value must be better to count
 * @param restoreBestWeights whether the network gets the weights of its best epoch when training ends, early or not
 */
public record EarlyStopping(Monitor monitor, int patience, double minDelta, boolean restoreBestWeights) implements Callback {
    /** Refuses what the setters of {@link EarlyStoppingSpec} refuse. */
    public EarlyStopping {
        Ranges.atLeast("patience", patience, 0);
        Ranges.notNegative("minDelta", minDelta);
    }

    @Override
    public FitListener start(FitRun run) {
        run.requireValue("earlyStopping", monitor);
        return new Watch(this);
    }

    private static final class Watch implements FitListener {
        private final EarlyStopping settings;
        private double best = Double.NaN;
        private int bestEpoch;
        private int waited;
        private @Nullable MemorySegment bestWeights;

        Watch(EarlyStopping settings) {
            this.settings = settings;
        }

        @Override
        public void epochEnd(FitRun run) {
            EpochLog log = run.history().last();
            double value = log.value(settings.monitor.name());
            if (settings.monitor.improves(value, best, settings.minDelta)) {
                best = value;
                bestEpoch = log.epoch();
                waited = 0;
                keepWeights(run.network());
                return;
            }
            waited++;
            if (waited >= settings.patience) {
                run.stop(settings.monitor.name() + " has not been better than " + Figures.of(best) + " since epoch " + bestEpoch);
            }
        }

        private void keepWeights(Network network) {
            if (settings.restoreBestWeights) {
                MemorySegment weights = network.parameters().memory();
                MemorySegment copy = bestWeights;
                if (copy == null) {
                    copy = Arena.ofAuto().allocate(weights.byteSize(), 64);
                    bestWeights = copy;
                }
                copy.copyFrom(weights);
            }
        }

        @Override
        public void end(FitRun run) {
            if (bestWeights != null) {
                run.network().parameters().memory().copyFrom(bestWeights);
                run.network().program().parametersChanged();
            }
        }
    }
}
