package dev.jacquard.examples.data;

import java.util.ArrayList;
import java.util.List;

import dev.jacquard.data.Dataset;

/**
 * 569 tumours (Wolberg, Mangasarian, Street, Street 1993): inputs (30), the mean, standard error and worst of ten measurements of cell nuclei, and
 * one class number, 0 malignant or 1 benign. The measurements differ a thousandfold in size: standardise them with
 * {@link dev.jacquard.data.Standardize}.
 */
public final class BreastCancer {
    private static final List<String> MEASUREMENTS = List.of("radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity",
            "concave points", "symmetry", "fractal dimension");

    private BreastCancer() {
    }

    /** All rows, with names of features and classes. */
    public static Dataset load() {
        List<String> features = new ArrayList<>();
        for (String statistic : List.of("mean", "error of", "worst")) {
            MEASUREMENTS.forEach(m -> features.add(statistic + " " + m));
        }
        return EmbeddedCsv.read("breast_cancer.csv", c -> c.skipLines(1).noHeader().label(-1).classes("malignant", "benign"))
                .withFeatureNames(features);
    }
}
