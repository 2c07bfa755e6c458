package dev.sightline.train.data;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** Several places as one; the first that has an image gives it. */
record ImagePlaces(List<ImageSet> places) implements ImageSet {
    @Override
    public boolean has(String name) {
        return places.stream().anyMatch(place -> place.has(name));
    }

    @Override
    public byte[] read(String name) throws IOException {
        for (ImageSet place : places) {
            if (place.has(name)) {
                return place.read(name);
            }
        }
        throw new NoSuchFileException(name);
    }

    @Override
    public long size(String name) throws IOException {
        for (ImageSet place : places) {
            if (place.has(name)) {
                return place.size(name);
            }
        }
        return -1;
    }
}
