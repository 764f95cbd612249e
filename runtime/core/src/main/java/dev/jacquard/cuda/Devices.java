package dev.jacquard.cuda;

import java.util.ArrayList;
import java.util.List;

/**
 * The places a network can run in.
 *
 * @param processor the CPU: its architecture and number of cores
 * @param cards     every NVIDIA card; empty where there is none
 * @param reason    why there are no cards; empty where there are
 */
public record Devices(String processor, List<Device> cards, String reason) {
    /** Keeps its own copy. */
    public Devices {
        cards = List.copyOf(cards);
    }

    /** Looks for the driver and its cards. A machine without is no failure. */
    public static Devices list() {
        if (EmulatedCard.wanted()) {
            return new Devices(host(), List.of(Device.of(EmulatedCard.driver(), 0)), "");
        }
        return list(LibrarySearch.ofThisMachine());
    }

    static Devices list(LibrarySearch search) {
        String processor = host();
        try {
            Driver driver = ForeignDriver.load(search);
            List<Device> cards = new ArrayList<>();
            for (int i = 0; i < driver.deviceCount(); i++) {
                cards.add(Device.of(driver, i));
            }
            return new Devices(processor, cards, cards.isEmpty() ? "the driver knows no card" : "");
        } catch (CudaException e) {
            return new Devices(processor, List.of(), e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static String host() {
        return System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors() + " cores";
    }
}
