package dev.jacquard.cuda;

import java.util.ArrayList;
import java.util.List;

/** Things of the driver's that live and end together; the last taken is the first given back. */
final class Resources implements AutoCloseable {
    private final List<Handle> handles = new ArrayList<>();

    /** Takes charge of one. */
    <T extends Handle> T own(T handle) {
        handles.add(handle);
        return handle;
    }

    @Override
    public void close() {
        while (!handles.isEmpty()) {
            handles.removeLast().close();
        }
    }
}
