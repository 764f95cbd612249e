package dev.jacquard.gpucheck;

import java.util.Locale;

import dev.jacquard.network.Network;
import dev.jacquard.network.NetworkSettings;

/** The networks that are checked. */
enum Net {
    ANSWERS, AUTOENCODER, CNN, GRAPH, HEADS, MLP, PRODUCTS, WIDE;

    /** The simple name of the definition, and of the kernels' file beside it. */
    String definition() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }

    /** A new network. */
    Network create(NetworkSettings settings) {
        return switch (this) {
            case ANSWERS -> AnswersNetwork.create(settings);
            case AUTOENCODER -> AutoencoderNetwork.create(settings);
            case CNN -> CnnNetwork.create(settings);
            case GRAPH -> GraphNetwork.create(settings);
            case HEADS -> HeadsNetwork.create(settings);
            case MLP -> MlpNetwork.create(settings);
            case PRODUCTS -> ProductsNetwork.create(settings);
            case WIDE -> WideNetwork.create(settings);
        };
    }
}
