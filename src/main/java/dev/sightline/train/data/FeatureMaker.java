package dev.sightline.train.data;

import dev.sightline.model.graph.HalfFloat;
import dev.sightline.preprocess.PixelValues;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/**
 * Runs every view of every image through the stem: the next batch is decoded on all cores while the stem works. Images that
 * are missing or broken are left out.
 *
 * @param progress hears how many views are done
 */
public record FeatureMaker(PhotoReader photos, Stem stem, IntConsumer progress) {
    private static final int BATCH = 8;

    /**
     * What was made: N patches of C numbers a view.
     *
     * @param unreadable images that have no features, and why
     */
    record Made(int patches, int width, Map<String, String> unreadable) {}

    private record View(String image, int number) {}

    private record Decoded(View view, PhotoReader.Attempt attempt) {}

    Made make(List<String> images, int views, Path data) throws IOException {
        List<View> all = new ArrayList<>();
        for (String image : images) {
            for (int view = 0; view < views; view++) {
                all.add(new View(image, view));
            }
        }
        ExecutorService decoders =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try (FileChannel out = FileChannel.open(data, StandardOpenOption.WRITE)) {
            return make(all, data, out, decoders);
        } finally {
            decoders.shutdownNow();
        }
    }

    private Made make(List<View> all, Path data, FileChannel out, ExecutorService decoders) throws IOException {
        Made made = new Made(0, 0, new LinkedHashMap<>());
        List<CompletableFuture<Decoded>> next = decode(all, 0, decoders);
        for (int at = 0; at < all.size(); at += BATCH) {
            List<Decoded> batch = next.stream().map(CompletableFuture::join).toList();
            next = decode(all, at + BATCH, decoders);
            List<PixelValues> pictures = readable(batch, made.unreadable());
            if (!pictures.isEmpty()) {
                Stem.Patches patches = stem.patches(pictures);
                if (made.patches() == 0) {
                    refuseSmallDisk(data, 2L * all.size() * patches.patches() * patches.channels());
                }
                ByteBuffer halves = halves(patches.values());
                while (halves.hasRemaining()) {
                    out.write(halves);
                }
                made = new Made(patches.patches(), patches.channels(), made.unreadable());
            }
            progress.accept(Math.min(at + BATCH, all.size()));
        }
        return made;
    }

    /** The pictures of a batch whose image can be read; an image has features of all its views or of none. */
    private static List<PixelValues> readable(List<Decoded> batch, Map<String, String> unreadable) throws IOException {
        List<PixelValues> pictures = new ArrayList<>();
        for (Decoded decoded : batch) {
            String image = decoded.view().image();
            PixelValues pixels = decoded.attempt().pixels();
            if (pixels == null && decoded.view().number() == 0) {
                unreadable.put(image, decoded.attempt().why());
            } else if (pixels != null && !unreadable.containsKey(image)) {
                pictures.add(pixels);
            } else if (!unreadable.containsKey(image)) {
                throw new IOException(image + ": " + decoded.attempt().why());
            }
        }
        return pictures;
    }

    private static void refuseSmallDisk(Path data, long bytes) throws IOException {
        long free = Files.getFileStore(data).getUsableSpace();
        if (free < bytes) {
            throw new IOException("the stem's features need %d MB, and %s has %d MB left"
                    .formatted(bytes >> 20, data.getParent(), free >> 20));
        }
    }

    private List<CompletableFuture<Decoded>> decode(List<View> all, int from, ExecutorService decoders) {
        return all.subList(Math.min(from, all.size()), Math.min(from + BATCH, all.size())).stream()
                .map(view -> CompletableFuture.supplyAsync(
                        () -> new Decoded(view, photos.attempt(view.image(), view.number())), decoders))
                .toList();
    }

    private static ByteBuffer halves(float[] values) {
        ByteBuffer out = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            out.putShort(HalfFloat.of(value));
        }
        return out.flip();
    }
}
