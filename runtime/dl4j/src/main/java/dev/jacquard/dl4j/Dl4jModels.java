package dev.jacquard.dl4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.jacquard.DataException;
import dev.jacquard.JacquardException;
import dev.jacquard.network.Network;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** Models in Deeplearning4j's files and, through its import, in Keras' HDF5 files. */
public final class Dl4jModels {
    private Dl4jModels() {
    }

    /** {@link #save(Network, Path, IUpdater)} with Deeplearning4j's plain SGD. */
    public static void save(Network network, Path zip) {
        save(network, zip, new Sgd());
    }

    /**
     * Writes a zip that {@code ModelSerializer} reads, configuration and parameters. Without the state of an optimizer: that is what our own
     * checkpoints hold.
     *
     * @param network runs on engine(DL4J)
     * @param updater with which Deeplearning4j's users go on training
     * @throws JacquardException when it runs on another engine or the file cannot be written
     */
    public static void save(Network network, Path zip, IUpdater updater) {
        if (!(network.program() instanceof Dl4jProgram program)) {
            throw new JacquardException(network.description().name() + " runs on " + network.program().engine()
                    + ", but only a network with engine(DL4J) has a configuration of Deeplearning4j's to save; create it so and load the weights");
        }
        try (Underlying copy = program.copy(updater)) {
            ModelSerializer.writeModel(copy.model(), zip.toFile(), false);
        } catch (IOException failure) {
            throw new JacquardException(zip + " could not be written: " + failure.getMessage(), failure);
        }
    }

    /**
     * Takes the weights out of a zip of Deeplearning4j's {@code ModelSerializer} whose architecture is this network's. Layers are matched by name
     * where every name is there, else by their order; images may have been channels-first.
     *
     * @param network on any engine
     * @throws DataException     when there is no such file or it is none of theirs
     * @throws JacquardException when the architectures differ, with the first parameter that does
     */
    public static void load(Network network, Path zip) {
        if (!Files.isReadable(zip)) {
            throw new DataException("there is no readable file " + zip.toAbsolutePath());
        }
        Backend.require(network.description().name());
        take(network, read(zip), zip);
    }

    private static Model read(Path zip) {
        try {
            return ModelSerializer.restoreMultiLayerNetwork(zip.toFile(), false);
        } catch (IOException | RuntimeException noList) {
            try {
                return ModelSerializer.restoreComputationGraph(zip.toFile(), false);
            } catch (IOException | RuntimeException noGraph) {
                noGraph.addSuppressed(noList);
                throw new DataException(zip + " holds no model of Deeplearning4j's: " + noGraph.getMessage(), noGraph);
            }
        }
    }

    /**
     * Takes the weights out of an HDF5 file that Keras 1 or 2 wrote, through Deeplearning4j's import, which must be on the class path:
     * deeplearning4j-modelimport, and hdf5 with the classifier of this machine.
     *
     * @param network of the same architecture, on any engine
     * @throws DataException     when there is no such file or the import refuses it
     * @throws JacquardException when the import is not there, or the architectures differ, with the first parameter that does
     */
    public static void importKeras(Network network, Path h5) {
        Backend.require(network.description().name());
        take(network, readKeras(h5), h5);
    }

    /** The model of a Keras file as Deeplearning4j imports it. */
    static Model readKeras(Path h5) {
        if (!Files.isReadable(h5)) {
            throw new DataException("there is no readable file " + h5.toAbsolutePath());
        }
        try {
            return Keras.read(h5.toString());
        } catch (LinkageError missing) {
            throw new JacquardException("Deeplearning4j's Keras import is not on the class path (" + missing.getMessage()
                    + "); add org.deeplearning4j:deeplearning4j-modelimport:1.0.0-M2.1 and org.bytedeco:hdf5:1.12.1-1.5.7 with and without the"
                    + " classifier of this machine (linux-x86_64)", missing);
        } catch (IOException | InvalidKeras refusal) {
            throw new DataException(h5 + " could not be imported by Deeplearning4j: " + refusal.getMessage(), refusal);
        }
    }

    private static void take(Network network, Model model, Path file) {
        Transfer.of(network.description(), model, file.toString()).into(network.parameters());
        network.program().parametersChanged();
    }

    /** Apart, so that the import's classes are loaded only when they are needed. */
    private static final class Keras {
        static Model read(String file) throws IOException, InvalidKeras {
            try {
                return KerasModelImport.importKerasSequentialModelAndWeights(file, false);
            } catch (InvalidKerasConfigurationException | UnsupportedKerasConfigurationException noList) {
                try {
                    return KerasModelImport.importKerasModelAndWeights(file, false);
                } catch (InvalidKerasConfigurationException | UnsupportedKerasConfigurationException noGraph) {
                    noGraph.addSuppressed(noList);
                    throw new InvalidKeras(noGraph);
                }
            }
        }
    }

    /** A refusal of the import, without its classes in anyone's signature. */
    private static final class InvalidKeras extends Exception {
        private static final long serialVersionUID = 1L;

        InvalidKeras(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }
}
