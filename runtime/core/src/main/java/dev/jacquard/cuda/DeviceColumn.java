package dev.jacquard.cuda;

/** One column's rows in the card's memory. */
record DeviceColumn(RowLayout.Part part, DeviceMemory memory) {
}
