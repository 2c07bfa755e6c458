package dev.sightline.train.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Images below one folder, by their path in it; names that lead out of it find nothing. */
record ImageFolder(Path root) implements ImageSet {
    ImageFolder {
        root = root.toAbsolutePath().normalize();
    }

    @Override
    public boolean has(String name) {
        return Files.isRegularFile(resolve(name)) && resolve(name).startsWith(root);
    }

    @Override
    public byte[] read(String name) throws IOException {
        if (!has(name)) {
            throw new NoSuchFileException(name);
        }
        return Files.readAllBytes(resolve(name));
    }

    @Override
    public long size(String name) throws IOException {
        return has(name) ? Files.size(resolve(name)) : -1;
    }

    private Path resolve(String name) {
        return root.resolve(name).normalize();
    }
}
