package dev.jacquard.dl4j;

import java.util.List;

import dev.jacquard.JacquardException;
import dev.jacquard.cuda.Device;
import dev.jacquard.cuda.Devices;

import org.nd4j.linalg.factory.Nd4j;

/** The ND4J backend on the class path, looked at before ND4J loads it: what fails there is a crash or a riddle, here it is a message. */
final class Backend {
    private static final String CUDA = "org.nd4j.linalg.jcublas.JCublasBackend";
    /** nd4j-cuda-11.6 1.0.0-M2.1 holds machine code for these and nothing newer to compile from. */
    private static final int OLDEST = 37;
    private static final int NEWEST = 86;

    private Backend() {
    }

    /**
     * Loads ND4J.
     *
     * @throws JacquardException when there is no backend, or the card is one its CUDA backend has no code for
     */
    static void require(String network) {
        if (isPresent(CUDA)) {
            checkCards(network, Devices.list().cards());
        }
        try {
            Nd4j.getBackend();
        } catch (LinkageError | RuntimeException failure) {
            throw new JacquardException(network + " was asked to run on DL4J, but ND4J found no backend that works here (" + deepest(failure)
                    + "); add one to the class path, such as org.nd4j:nd4j-native:1.0.0-M2.1 and the same with the classifier of this machine"
                    + " (linux-x86_64), or say engine(CPU)", failure);
        }
    }

    /** Where ND4J works: {@code CpuBackend}. */
    static String name() {
        return Nd4j.getBackend().getClass().getSimpleName();
    }

    /** ND4J's CUDA backend takes the first card. */
    static void checkCards(String network, List<Device> cards) {
        if (cards.isEmpty()) {
            return;
        }
        Device card = cards.getFirst();
        if (card.capability() < OLDEST || card.capability() > NEWEST) {
            throw new JacquardException(
                    network + " was asked to run on DL4J with ND4J's CUDA backend (nd4j-cuda-11.6 1.0.0-M2.1), which holds code for"
                            + " sm_" + OLDEST + " to sm_" + NEWEST + " and no PTX, but card " + card.index() + " is " + card.name() + ", "
                            + card.architecture()
                            + "; say engine(CUDA), which compiles for this card, or put nd4j-native in place of nd4j-cuda on the class path");
        }
    }

    private static boolean isPresent(String name) {
        try {
            Class.forName(name, false, Backend.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError _) {
            return false;
        }
    }

    private static String deepest(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
