package dev.sightline.bench;

import static java.util.Objects.requireNonNull;

import dev.sightline.caption.CaptionRequest;
import dev.sightline.caption.Captioner;
import dev.sightline.caption.TaskOutcome;
import dev.sightline.event.ImageReference;
import dev.sightline.event.Lane;
import dev.sightline.event.Sha256;
import dev.sightline.event.TaskRequest;
import dev.sightline.event.TaskType;
import dev.sightline.preprocess.RgbImage;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * How much memory captioning takes over very many distinct images: no cache answers, and each is of another size.
 *
 * @param captioner as a service would run it
 * @param photos    of which the images are parts
 * @param images    how many
 * @param every     after how many memory is looked at
 * @param together  images in work at once
 */
public record MemoryBench(Captioner captioner, List<RgbImage> photos, int images, int every, int together) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    /**
     * What was seen.
     *
     * @param images   that were asked for
     * @param failed   of them those without a caption
     * @param distinct files among them, by their hashes
     * @param seconds  for all
     * @param verdict  whether memory stays as it is
     * @param curve    what it was
     */
    public record Result(
            int images, int failed, int distinct, double seconds, MemoryCurve.Verdict verdict, MemoryCurve curve) {}

    /** Whether this machine tells how much memory a process takes. */
    public static boolean canMeasure() {
        return Files.isReadable(STATUS);
    }

    /**
     * Captions them all.
     *
     * @param progress told each look
     * @throws IOException if the machine does not tell how much memory the process takes
     */
    public Result run(Consumer<MemoryCurve.Point> progress) throws IOException {
        var distinct = new DistinctPhotos(photos);
        Set<String> hashes = new HashSet<>();
        var points = new ArrayList<MemoryCurve.Point>();
        var running = new ArrayDeque<CompletableFuture<List<TaskOutcome>>>();
        int failed = 0;
        long begin = System.nanoTime();
        for (var done = 0; done < images; ) {
            while (running.size() < 2 * together && done + running.size() < images) {
                var jpeg = distinct.jpeg(done + running.size());
                hashes.add(Sha256.of(jpeg).hex());
                running.add(captioner.caption(request(jpeg)));
            }
            failed += requireNonNull(running.poll()).join().get(0) instanceof TaskOutcome.Failed ? 1 : 0;
            done++;
            if (done % every == 0) {
                var point = look(done, (System.nanoTime() - begin) / 1e9);
                points.add(point);
                progress.accept(point);
            }
        }
        var curve = new MemoryCurve(points);
        return new Result(images, failed, hashes.size(), (System.nanoTime() - begin) / 1e9, curve.verdict(), curve);
    }

    private static CaptionRequest request(byte[] jpeg) {
        var uri = "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg);
        return new CaptionRequest(
                Sha256.of(jpeg).hex(),
                null,
                new ImageReference(uri, null, null, null),
                List.of(TaskRequest.of(TaskType.CAPTION, null)),
                Lane.BULK,
                Instant.now(),
                null,
                null);
    }

    private static MemoryCurve.Point look(int images, double seconds) throws IOException {
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return new MemoryCurve.Point(images, seconds, resident(), heap, direct);
    }

    private static long resident() throws IOException {
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .map(line ->
                            line.substring(RESIDENT.length()).replace("kB", "").trim())
                    .mapToLong(kilobytes -> Long.parseLong(kilobytes) << 10)
                    .findFirst()
                    .orElseThrow(() -> new IOException(STATUS + " does not say " + RESIDENT));
        }
    }
}
