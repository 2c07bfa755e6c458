package dev.sightline.fetch;

import java.nio.file.FileSystemException;

/** The file is there, and is not one that may be read: a link, a device, a folder. */
final class ForbiddenFileException extends FileSystemException {
    ForbiddenFileException(String file, String reason) {
        super(file, null, reason);
    }

    @Override
    public String getReason() {
        return String.valueOf(super.getReason());
    }
}
