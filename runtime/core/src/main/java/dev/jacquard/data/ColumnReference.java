package dev.jacquard.data;

import java.util.List;

import dev.jacquard.DataException;
import dev.jacquard.Suggestion;

/** How somebody names a column of a file: by its name, or by its position, where −1 is the last. */
sealed interface ColumnReference {
    /**
     * The position meant.
     *
     * @param file  for the message
     * @param names the columns there are
     * @throws DataException for a column that is not there
     */
    int in(String file, List<String> names);

    /** By the name in the header. */
    record Name(String name) implements ColumnReference {
        @Override
        public int in(String file, List<String> names) {
            int index = names.indexOf(name);
            if (index < 0) {
                throw new DataException(file + " has no column '" + name + "'" + Suggestion.among(name, names));
            }
            return index;
        }
    }

    /** By position from 0, or from the end: −1 is the last. */
    record Position(int position) implements ColumnReference {
        @Override
        public int in(String file, List<String> names) {
            int index = position < 0 ? names.size() + position : position;
            if (index < 0 || index >= names.size()) {
                throw new DataException(file + " has no column " + position + "; it has " + names.size() + ", counted 0 to " + (names.size() - 1)
                        + " or -1 to -" + names.size());
            }
            return index;
        }
    }
}
