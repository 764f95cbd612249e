package dev.jacquard.cuda;

import java.util.ArrayList;
import java.util.List;

/** Things of the driver's that live and end together; the last taken is the first given back. */
final class Resources implements AutoCloseable {
    private final List<Runnable> endings = new ArrayList<>();

    /** Takes charge of one. */
    <T extends Handle> T own(T handle) {
        endings.add(handle::close);
        return handle;
    }

    /** Takes charge of something that ends by a call. */
    <T> T own(T thing, Runnable ending) {
        endings.add(ending);
        return thing;
    }

    @Override
    public void close() {
        while (!endings.isEmpty()) {
            endings.removeLast().run();
        }
    }
}
