package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacquard.data.Split;
import dev.jacquard.data.Standardize;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void knowsNineOfTenFlowersThatItHasNotSeen() throws IOException {
        Split data = Standardize.of(Main.flowers().split(0.8, s -> s.stratified().seed(1)));
        try (IrisModelNetwork network = IrisModelNetwork.create(n -> n.seed(42))) {
            double accuracy = Main.train(network, data).accuracy();
            assertTrue(accuracy >= 0.9, () -> "accuracy " + accuracy);
        }
    }

    @Test
    void hasTheParametersOfItsLayers() {
        assertEquals((4 + 1) * 16 + (16 + 1) * 3, IrisModelNetwork.DESCRIPTION.parameterCount());
    }
}
