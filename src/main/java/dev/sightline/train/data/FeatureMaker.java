package dev.sightline.train.data;

import dev.sightline.model.HalfFloat;
import dev.sightline.preprocess.PixelValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/**
 * Runs every view of every image through the stem: the next batch is decoded on all cores while the stem works.
 *
 * @param progress hears how many views are done
 */
public record FeatureMaker(PhotoReader photos, Stem stem, IntConsumer progress) {
    private static final int BATCH = 8;

    /** N patches of C numbers. */
    record Size(int patches, int width) {}

    private record View(String image, int number) {}

    Size make(List<String> images, int views, Path data) throws IOException {
        List<View> all = new ArrayList<>();
        for (String image : images) {
            for (int view = 0; view < views; view++) {
                all.add(new View(image, view));
            }
        }
        ExecutorService decoders =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try (FileChannel out = FileChannel.open(
                data, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            return make(all, out, decoders);
        } finally {
            decoders.shutdownNow();
        }
    }

    private Size make(List<View> all, FileChannel out, ExecutorService decoders) throws IOException {
        Size size = new Size(0, 0);
        List<CompletableFuture<PixelValues>> next = decode(all, 0, decoders);
        for (int at = 0; at < all.size(); at += BATCH) {
            List<PixelValues> batch = next.stream().map(CompletableFuture::join).toList();
            next = decode(all, at + BATCH, decoders);
            Stem.Patches patches = stem.patches(batch);
            ByteBuffer halves = halves(patches.values());
            while (halves.hasRemaining()) {
                out.write(halves);
            }
            size = new Size(patches.patches(), patches.channels());
            progress.accept(Math.min(at + BATCH, all.size()));
        }
        return size;
    }

    private List<CompletableFuture<PixelValues>> decode(List<View> all, int from, ExecutorService decoders) {
        return all.subList(Math.min(from, all.size()), Math.min(from + BATCH, all.size())).stream()
                .map(view -> CompletableFuture.supplyAsync(() -> decode(view), decoders))
                .toList();
    }

    private PixelValues decode(View view) {
        try {
            return photos.read(view.image(), view.number());
        } catch (IOException e) {
            throw new UncheckedIOException(view.image(), e);
        }
    }

    private static ByteBuffer halves(float[] values) {
        ByteBuffer out = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            out.putShort(HalfFloat.of(value));
        }
        return out.flip();
    }
}
