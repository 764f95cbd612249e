package dev.jacquard.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where the files of a data set may lie on this machine.
 *
 * @param folders in the order in which they are looked at; the last is the cache
 */
record Places(List<Place> folders) {
    /**
     * A folder that may hold the files.
     *
     * @param what   why it is looked at
     * @param folder may be missing
     */
    record Place(String what, Path folder) {
    }

    Places {
        folders = List.copyOf(folders);
    }

    /**
     * The user's own data folder, the distribution's, the user's cache.
     *
     * @param set the folder of the data set in each of them: {@code fashion-mnist}
     */
    static Places standard(String set) {
        return of(set, System.getProperty("jacquard.data"), System.getenv("JACQUARD_DATA"), System.getenv("XDG_CACHE_HOME"),
                System.getProperty("user.home"));
    }

    static Places of(String set, @Nullable String property, @Nullable String variable, @Nullable String cacheHome, String home) {
        List<Place> folders = new ArrayList<>();
        if (property != null && !property.isEmpty()) {
            folders.add(new Place("system property jacquard.data", Path.of(property, set)));
        }
        if (variable != null && !variable.isEmpty()) {
            folders.add(new Place("environment variable JACQUARD_DATA", Path.of(variable, set)));
        }
        folders.add(new Place("where Linux distributions put it", Path.of("/usr/share/datasets", set)));
        boolean elsewhere = cacheHome != null && !cacheHome.isEmpty();
        folders.add(new Place("cache of downloads", elsewhere ? Path.of(cacheHome, "jacquard", set) : Path.of(home, ".cache", "jacquard", set)));
        return new Places(folders);
    }

    /** Where downloads go. */
    Path cache() {
        return folders.getLast().folder();
    }
}
