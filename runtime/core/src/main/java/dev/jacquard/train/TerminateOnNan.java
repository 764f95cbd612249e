package dev.jacquard.train;

import java.util.List;

import dev.jacquard.network.Description;
import dev.jacquard.network.LayerDescription;
import dev.jacquard.network.Network;
import dev.jacquard.network.ParameterDescription;
import dev.jacquard.network.Program;

/** Ends training when the loss is no longer a finite number, and says where that began. */
public record TerminateOnNan() implements Callback {
    @Override
    public FitListener start(FitRun run) {
        return new FitListener() {
            @Override
            public void stepsEnd(FitRun current) {
                if (!Double.isFinite(current.loss()) || !Double.isFinite(current.lastLoss())) {
                    current.stop("the loss is " + current.lastLoss() + " after step " + current.step() + "; " + cause(current)
                            + ". A smaller learning rate, clipping or scaled inputs help");
                }
            }
        };
    }

    private static String cause(FitRun run) {
        Network network = run.network();
        Description description = network.description();
        run.inspectLastBatch();
        for (LayerDescription layer : description.layers()) {
            if (hasNoFiniteValue(network.program(), layer)) {
                return "the first layer whose values are not finite is '" + layer.name() + "' (" + layer.type() + ")" + parameters(network,
                        layer.name());
            }
        }
        return "yet all layers are finite on the last batch: the loss itself overflowed";
    }

    private static boolean hasNoFiniteValue(Program program, LayerDescription layer) {
        for (float value : program.value(layer.name()).toArray()) {
            if (!Float.isFinite(value)) {
                return true;
            }
        }
        return false;
    }

    private static String parameters(Network network, String layer) {
        List<String> broken = network.description().parameters().stream().filter(p -> p.layer().equals(layer)).map(ParameterDescription::name)
                .filter(name -> !allFinite(network.parameters().get(name))).toList();
        return broken.isEmpty() ? ", with finite parameters" : ", and so are its parameters " + broken;
    }

    private static boolean allFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
