package dev.jacquard.cuda;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

/**
 * The queues of an {@link EmulatedCard}. Work is not done when it is queued but when somebody waits for it, as late as a card may do it; or, for
 * queues other than the first, as early as a card may. A wait that is missing anywhere then shows as a wrong number, every time.
 */
final class EmulatedQueues {
    private final EmulatedCard.Pace pace;
    private final Map<Long, Queue<Item>> queues = new LinkedHashMap<>();
    private final Map<Long, Mark> marks = new HashMap<>();
    private @Nullable List<Runnable> captured;
    private long capturing;
    private long first;

    /** What a queue holds. */
    private sealed interface Item {
        /** Something to do. */
        record Work(Runnable action) implements Item {
        }

        /** A mark to reach. */
        record Reach(Mark mark) implements Item {
        }

        /** A mark to wait for. */
        record Wait(Mark mark) implements Item {
        }
    }

    /** One putting of an event into a queue. */
    private static final class Mark {
        private final long stream;
        private boolean reached;

        Mark(long stream) {
            this.stream = stream;
        }
    }

    EmulatedQueues(EmulatedCard.Pace pace) {
        this.pace = pace;
    }

    void create(long stream) {
        if (queues.isEmpty()) {
            first = stream;
        }
        queues.put(stream, new ArrayDeque<>());
    }

    void destroy(long stream) {
        await(stream);
        queues.remove(stream);
    }

    /** Queues something to do, or writes it down. */
    void add(long stream, Runnable action) {
        if (captured != null && stream == capturing) {
            captured.add(action);
        } else {
            put(stream, new Item.Work(action));
        }
    }

    /**
     * Queues a library's call, which knows no stream but the one that is being captured.
     *
     * @throws CudaException when there is no such queue, or another one is being captured
     */
    void call(String name, long stream, Runnable action) {
        if (!queues.containsKey(stream) || (captured != null && stream != capturing)) {
            throw new CudaException(name + " was queued in stream " + stream + (captured == null ? ", which there is not"
                    : " while " + capturing + " is captured"));
        }
        add(stream, action);
    }

    private void put(long stream, Item item) {
        if (captured != null && stream == capturing) {
            throw new CudaException("marks of other queues cannot be captured");
        }
        Queue<Item> queue = queues.get(stream);
        if (queue == null) {
            throw new CudaException("there is no queue " + stream);
        }
        queue.add(item);
        hurry();
    }

    void record(long event, long stream) {
        Mark mark = new Mark(stream);
        marks.put(event, mark);
        put(stream, new Item.Reach(mark));
    }

    void waitFor(long stream, long event) {
        Mark mark = marks.get(event);
        if (mark != null) {
            put(stream, new Item.Wait(mark));
        }
    }

    void awaitEvent(long event) {
        refuseInCapture();
        Mark mark = marks.get(event);
        if (mark != null) {
            reach(mark);
        }
    }

    void forget(long event) {
        marks.remove(event);
    }

    void await(long stream) {
        refuseInCapture();
        Queue<Item> queue = queues.get(stream);
        while (queue != null && !queue.isEmpty()) {
            next(queue);
        }
    }

    /** Does all work, as a driver does before it takes memory away. */
    void awaitAll() {
        List.copyOf(queues.keySet()).forEach(this::await);
    }

    private void refuseInCapture() {
        if (captured != null) {
            throw new CudaException("waiting while a queue is being captured");
        }
    }

    private void reach(Mark mark) {
        while (!mark.reached) {
            Queue<Item> queue = queues.get(mark.stream);
            if (queue == null || queue.isEmpty()) {
                throw new CudaException("a mark that is waited for is in no queue");
            }
            next(queue);
        }
    }

    private void next(Queue<Item> queue) {
        switch (queue.remove()) {
            case Item.Work(Runnable action) -> action.run();
            case Item.Wait(Mark mark) -> reach(mark);
            case Item.Reach(Mark mark) -> {
                mark.reached = true;
                hurry();
            }
        }
    }

    /** Does what the further queues can do without waiting. */
    private void hurry() {
        if (pace == EmulatedCard.Pace.COPIES_FIRST) {
            queues.forEach((stream, queue) -> {
                while (stream != first && !queue.isEmpty() && !(queue.peek() instanceof Item.Wait(Mark mark) && !mark.reached)) {
                    next(queue);
                }
            });
        }
    }

    void beginCapture(long stream) {
        captured = new ArrayList<>();
        capturing = stream;
    }

    List<Runnable> endCapture() {
        List<Runnable> actions = captured;
        if (actions == null) {
            throw new CudaException("no capture has begun");
        }
        captured = null;
        return actions;
    }
}
