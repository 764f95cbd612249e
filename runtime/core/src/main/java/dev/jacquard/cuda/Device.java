package dev.jacquard.cuda;

/**
 * A card.
 *
 * @param index           its number for the driver
 * @param name            as NVIDIA calls it
 * @param memory          bytes
 * @param capability      compute capability as major·10 + minor
 * @param multiprocessors how many there are
 * @param sharedMemory    bytes a block can ask for
 */
public record Device(int index, String name, long memory, int capability, int multiprocessors, int sharedMemory) {
    /** The name of its machine code: {@code sm_90}. */
    public String architecture() {
        return "sm_" + capability;
    }

    static Device of(Driver driver, int index) {
        return new Device(index, driver.deviceName(index), driver.deviceMemory(index),
                10 * driver.deviceAttribute(index, Driver.CAPABILITY_MAJOR) + driver.deviceAttribute(index, Driver.CAPABILITY_MINOR),
                driver.deviceAttribute(index, Driver.MULTIPROCESSORS), driver.deviceAttribute(index, Driver.SHARED_MEMORY));
    }

    /** One line: {@code NVIDIA H100 80GB HBM3, 81079 MB, compute capability 9.0}. */
    @Override
    public String toString() {
        return "%s, %d MB, compute capability %d.%d".formatted(name, memory >> 20, capability / 10, capability % 10);
    }
}
