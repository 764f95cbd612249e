package dev.jacquard.processor.read;

import java.util.List;
import java.util.Map;

import dev.jacquard.model.Initialization;
import dev.jacquard.processor.graph.Initial;
import dev.jacquard.processor.graph.Penalty;
import dev.jacquard.processor.report.Diagnostics;
import dev.jacquard.processor.report.Message;

/** How the kernel and bias of one layer start and are penalised. */
final class ParameterReader {
    /** Which numbers each way of choosing uses. */
    private static final Map<Initialization, List<String>> USED = Map.of(Initialization.CONSTANT, List.of("constant"), Initialization.UNIFORM,
            List.of("minimum", "maximum"), Initialization.NORMAL, List.of("mean", "stddev"));

    private final String method;
    private final Diagnostics diagnostics;
    private final boolean useBias;
    private final Initial kernelInitial;
    private final Initial biasInitial;
    private final Penalty kernelPenalty;
    private final Penalty biasPenalty;

    ParameterReader(String method, Attributes layer, Diagnostics diagnostics) {
        this.method = method;
        this.diagnostics = diagnostics;
        useBias = layer.flag("useBias");
        kernelInitial = initial("kernel", layer.nested("kernelInitializer"));
        biasInitial = initial("bias", layer.nested("biasInitializer"));
        kernelPenalty = penalty("kernel", layer.nested("kernelRegularizer"));
        biasPenalty = penalty("bias", layer.nested("biasRegularizer"));
        for (String attribute : List.of("biasInitializer", "biasRegularizer")) {
            if (!useBias && layer.writes(attribute)) {
                diagnostics.report(Message.BIAS_OFF, layer.anchor(attribute), method, attribute);
            }
        }
    }

    boolean useBias() {
        return useBias;
    }

    Initial kernelInitial() {
        return kernelInitial;
    }

    Initial biasInitial() {
        return biasInitial;
    }

    Penalty kernelPenalty() {
        return kernelPenalty;
    }

    Penalty biasPenalty() {
        return biasPenalty;
    }

    private Initial initial(String parameter, Attributes initializer) {
        Initialization kind = initializer.constant("value", Initialization.class);
        List<String> used = USED.getOrDefault(kind, List.of());
        for (String attribute : initializer.written()) {
            if (!attribute.equals("value") && !used.contains(attribute)) {
                diagnostics.report(Message.INITIALIZER_IGNORES, initializer.anchor(attribute), method, parameter, kind, attribute, user(attribute));
            }
        }
        return switch (kind) {
            case CONSTANT -> constant(parameter, initializer);
            case UNIFORM -> uniform(parameter, initializer);
            case NORMAL -> normal(parameter, initializer);
            case ZEROS, ONES, GLOROT_UNIFORM, GLOROT_NORMAL, HE_UNIFORM, HE_NORMAL, LECUN_UNIFORM, LECUN_NORMAL -> new Initial(kind, 0, 0);
        };
    }

    private static String user(String attribute) {
        return USED.entrySet().stream().filter(entry -> entry.getValue().contains(attribute)).findFirst()
                .map(entry -> ", or write " + entry.getKey()).orElse("");
    }

    private Initial constant(String parameter, Attributes initializer) {
        double constant = initializer.number("constant");
        if (!Double.isFinite(constant)) {
            diagnostics.report(Message.CONSTANT_FINITE, initializer.anchor("constant"), method, parameter, constant);
        }
        return new Initial(Initialization.CONSTANT, constant, 0);
    }

    private Initial uniform(String parameter, Attributes initializer) {
        double minimum = initializer.number("minimum");
        double maximum = initializer.number("maximum");
        if (!(minimum < maximum) || !Double.isFinite(maximum - minimum)) {
            diagnostics.report(Message.UNIFORM_BOUNDS, initializer.anchor(initializer.writes("maximum") ? "maximum" : "minimum"), method, parameter,
                    minimum, maximum);
        }
        return new Initial(Initialization.UNIFORM, minimum, maximum);
    }

    private Initial normal(String parameter, Attributes initializer) {
        double mean = initializer.number("mean");
        double deviation = initializer.number("stddev");
        if (!Double.isFinite(mean) || !(deviation > 0) || !Double.isFinite(deviation)) {
            diagnostics.report(Message.NORMAL_DEVIATION, initializer.anchor(Double.isFinite(mean) ? "stddev" : "mean"), method, parameter, mean,
                    deviation);
        }
        return new Initial(Initialization.NORMAL, mean, deviation);
    }

    private Penalty penalty(String parameter, Attributes regularizer) {
        for (String attribute : List.of("l1", "l2")) {
            double factor = regularizer.number(attribute);
            if (!(factor >= 0) || !Double.isFinite(factor)) {
                diagnostics.report(Message.PENALTY_RANGE, regularizer.anchor(attribute), method, attribute, parameter, factor);
            }
        }
        return new Penalty(regularizer.number("l1"), regularizer.number("l2"));
    }
}
