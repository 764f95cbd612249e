package dev.jacquard.cuda;

/** A description that a library made by its function {@code kindCreate} and takes back by {@code kindDestroy}. */
final class LibraryHandle extends Handle {
    LibraryHandle(LibraryCalls calls, String what, String kind, Object... arguments) {
        super(what, calls.create(kind + "Create", arguments), handle -> calls.call(kind + "Destroy", handle));
    }

    /** For libraries that put the verb first: {@code prefixCreateKind} and {@code prefixDestroyKind}. */
    static LibraryHandle verbFirst(LibraryCalls calls, String what, String prefix, String kind) {
        return new LibraryHandle(what, calls.create(prefix + "Create" + kind), calls, prefix + "Destroy" + kind);
    }

    private LibraryHandle(String what, long handle, LibraryCalls calls, String destroy) {
        super(what, handle, value -> calls.call(destroy, value));
    }
}
