package dev.jacquard.cuda;

import dev.jacquard.network.Description;

/**
 * What training takes of a card's memory for a batch of any size, from the compiler's plan: known before anything is taken. Not counted: the
 * parameters, which are there already, a data set that stays on the card because there is room, machine code, graphs and what libraries
 * work in, which kernels do without.
 *
 * @param layout  of rows that do not stay
 * @param slots   arrays of the optimizer's state
 * @param setRows rows of the data set
 */
record TrainingMemory(Device device, Description description, Phase phase, RowLayout layout, int slots, int setRows) {
    /** Values, partial sums and losses. */
    long values(int batch) {
        return phase.bytes(device, batch) + Losses.bytes(description, batch);
    }

    /** Gradients and the optimizer's state. */
    long state() {
        return 4L * Math.toIntExact(description.trainableSize()) * (slots + 1);
    }

    /** Two chunks of one batch, what is known of their columns, the numbers of rows and the learning rates of a run. */
    long rows(int batch) {
        int room = room(batch);
        return layout.bytes(2L * batch) + 4L * room + 8L * (room / batch + 1) + Steps.PARTS * 8L + Steps.tableBytes(layout.parts().size())
                + DeviceBatch.bytes(description.outputs().size());
    }

    /** The most rows of a run. */
    int room(int batch) {
        return Math.max(setRows, batch);
    }

    /** Everything but gradients and state. */
    long besidesState(int batch) {
        return values(batch) + rows(batch);
    }

    /**
     * Explains a failure, after what had been taken on the way has been given back.
     *
     * @param stateIsThere whether gradients and state have their memory and only the rest failed
     */
    OutOfDeviceMemoryException explain(Gpu gpu, OutOfDeviceMemoryException cause, int batch, boolean stateIsThere) {
        long once = stateIsThere ? 0 : state();
        String what = "training %s in batches of %d needs %s of the card's memory (values of a batch %s, rows %s%s)".formatted(description.name(),
                batch, Megabytes.of(once + besidesState(batch)), Megabytes.of(values(batch)), Megabytes.of(rows(batch)), stateIsThere ? ""
                        : ", gradients and the optimizer's state " + Megabytes.of(once));
        return OutOfDeviceMemoryException.forRows(gpu, what, "a batch", batch, rows -> once + besidesState(rows), cause);
    }
}
