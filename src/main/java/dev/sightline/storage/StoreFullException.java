package dev.sightline.storage;

import java.io.IOException;

/** The store holds as many bytes as it may. */
public final class StoreFullException extends IOException {
    StoreFullException(long held, long wanted, long limit) {
        super("the image store is full: it holds " + held + " bytes and may hold " + limit + ", " + wanted
                + " more do not fit: delete images or raise sightline.storage.max-bytes");
    }
}
