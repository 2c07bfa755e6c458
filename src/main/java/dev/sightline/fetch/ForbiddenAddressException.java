package dev.sightline.fetch;

/** The guard refuses an address; the message is the reason, in words for a person, without the address. */
public final class ForbiddenAddressException extends IllegalArgumentException {
    ForbiddenAddressException(String reason) {
        super(reason);
    }
}
