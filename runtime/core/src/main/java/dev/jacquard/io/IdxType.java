package dev.jacquard.io;

/** The number types of the IDX format, under the code of its third byte. */
public enum IdxType {
    /** Unsigned bytes. */
    UBYTE(0x08, 1),
    /** Signed bytes. */
    BYTE(0x09, 1),
    /** Signed 16-bit integers. */
    SHORT(0x0B, 2),
    /** Signed 32-bit integers. */
    INT(0x0C, 4),
    /** 32-bit floats. */
    FLOAT(0x0D, 4),
    /** 64-bit floats. */
    DOUBLE(0x0E, 8);

    private final int code;
    private final int bytes;

    IdxType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** The third byte of the file. */
    public int code() {
        return code;
    }

    /** The bytes of one number. */
    public int bytes() {
        return bytes;
    }
}
