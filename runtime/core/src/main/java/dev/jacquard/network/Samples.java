package dev.jacquard.network;

import java.util.List;

/** The rows of a data set as an engine reads them. */
public interface Samples {
    /** The number of rows. */
    int size();

    /** One column for each input of the network, in its order. */
    List<Column> inputs();

    /** One column for each output of the network, in its order; empty where there is nothing to compare with. */
    List<Column> targets();
}
