package dev.sightline.train.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where images are found by name: folders and tar shards, asked in turn. Safe for several threads; none is held. */
public interface ImageSet {
    /** Whether it has the image. */
    boolean has(String name);

    /**
     * The image's file.
     *
     * @throws java.nio.file.NoSuchFileException if there is none of this name
     */
    byte[] read(String name) throws IOException;

    /** The bytes of the image's file; −1 if there is none of this name. */
    long size(String name) throws IOException;

    /** Opens folders, tars, and folders of tars. */
    static ImageSet open(List<Path> places) throws IOException {
        List<ImageSet> sets = new ArrayList<>();
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                sets.add(new ImageFolder(place));
                for (Path tar : tars(place)) {
                    sets.add(TarShard.open(tar));
                }
            } else {
                sets.add(TarShard.open(place));
            }
        }
        return new ImagePlaces(List.copyOf(sets));
    }

    private static List<Path> tars(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tar"))
                    .sorted()
                    .toList();
        }
    }
}
