package sample;
import dev.jacquard.model.*;
interface Generated {
    int UNITS = 3;
    @Block interface Part {
        @Input Tensor in();
        @Dense(units = UNITS) Tensor out();
    }
}
