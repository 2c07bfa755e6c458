package dev.sightline.fetch;

import static dev.sightline.failure.FailureCode.ADDRESS_FORBIDDEN;
import static dev.sightline.failure.FailureCode.FETCH_UNAVAILABLE;
import static dev.sightline.failure.FailureCode.IMAGE_EMPTY;
import static dev.sightline.failure.FailureCode.IMAGE_FORBIDDEN;
import static dev.sightline.failure.FailureCode.IMAGE_NOT_FOUND;
import static dev.sightline.failure.FailureCode.IMAGE_TOO_LARGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sightline.failure.CaptionException;
import dev.sightline.storage.ImageStore;
import dev.sightline.storage.StorageSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSourceTest {
    @TempDir
    private Path folder;

    private Path root;
    private Path outside;
    private Fetching fetching;

    @BeforeEach
    void open() throws IOException {
        folder = folder.toRealPath();
        root = Files.createDirectories(folder.resolve("root"));
        outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret.jpg"), "secret");
        Files.writeString(root.resolve("a.jpg"), "bytes");
        fetching = fetching(root);
    }

    @Test
    void readsAFileBelowARoot() throws IOException {
        Files.createDirectories(root.resolve("2026/May day"));
        Files.writeString(root.resolve("2026/May day/ünï+☂%.jpg"), "deep");

        assertThat(fetching.bytes("file://" + root + "/a.jpg")).asString().isEqualTo("bytes");
        assertThat(fetching.bytes("FILE:" + root + "/a.jpg")).asString().isEqualTo("bytes");
        assertThat(fetching.bytes("file://localhost" + root + "/%61.jpg"))
                .asString()
                .isEqualTo("bytes");
        assertThat(fetching.bytes("file://" + root + "/2026/May%20day/%C3%BCn%c3%af+☂%25.jpg"))
                .asString()
                .isEqualTo("deep");
        assertThat(fetching.bytes(
                        root.resolve("2026/May day/ünï+☂%.jpg").toUri().toString()))
                .asString()
                .isEqualTo("deep");
    }

    @Test
    void readsThroughARootThatIsItselfALink() throws IOException {
        var link = Files.createSymbolicLink(folder.resolve("link"), root);

        assertThat(fetching(link).bytes("file://" + link + "/a.jpg")).asString().isEqualTo("bytes");
    }

    @Test
    void missesAFileThatIsNotThere() {
        var missing = fetching.failure("file://" + root + "/b.jpg");

        assertThat(missing.code()).isEqualTo(IMAGE_NOT_FOUND);
        assertThat(missing.message()).isEqualTo("file://" + root + "/b.jpg: there is no such file; check the path");
        assertThat(fetching.failure("file://" + root + "/no/b.jpg").code()).isEqualTo(IMAGE_NOT_FOUND);
        assertThat(fetching.failure("file://" + root + "/a.jpg/b.jpg").code()).isEqualTo(IMAGE_NOT_FOUND);
    }

    @Test
    void refusesAFileOutsideWithoutTellingWhetherItIsThere() {
        var there = fetching.failure("file://" + outside + "/secret.jpg");
        var absent = fetching.failure("file://" + outside + "/absent.jpg");

        assertThat(there.code()).isEqualTo(ADDRESS_FORBIDDEN);
        assertThat(there.message().replace("secret", "absent")).isEqualTo(absent.message());
        assertThat(fetching.failure("file://" + root + "-other/a.jpg").code()).isEqualTo(ADDRESS_FORBIDDEN);
        assertThat(fetching.failure("file://" + root).code()).isEqualTo(ADDRESS_FORBIDDEN);
    }

    @Test
    void readsNoFileWhereNoRootIsConfigured() throws IOException {
        assertThat(fetching().failure("file://" + root + "/a.jpg").code()).isEqualTo(ADDRESS_FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file://ROOT/../outside/secret.jpg",
                "file://ROOT/%2e%2e/outside/secret.jpg",
                "file://ROOT/.%2E/outside/secret.jpg",
                "file://ROOT/..%2Foutside/secret.jpg",
                "file://ROOT/%2e%2e%2foutside%2fsecret.jpg",
                "file://ROOT/./a.jpg",
                "file://ROOT//a.jpg",
                "file:////ROOT/a.jpg",
                "file://ROOT/a.jpg/",
                "file://ROOT/a.jpg%00.png",
                "file://ROOT/a.jpg?raw",
                "file://ROOT/a.jpg#top",
                "file://ROOT/%C0%AE%C0%AE/outside/secret.jpg",
                "file://ROOT/%ED%A0%80.jpg",
                "file://ROOT/%ZZ.jpg",
                "file://ROOT/%２e%２e/outside/secret.jpg",
                "file://ROOT/%252e%252e/%2e%2e/outside/secret.jpg",
                "file://ROOT/a.jpg%0",
                "file://ROOT\\..\\outside\\secret.jpg",
                "file://[::1]/ROOT/a.jpg",
                "file://localhost%2FROOT/a.jpg",
                "file:///localhost/ROOT/a.jpg",
                "file:/../ROOT/a.jpg",
                "file:///proc/self/root/ROOT/a.jpg",
                "file:///dev/fd/0",
                "file://ROOT/a.jpg%2",
                "file://example.com/ROOT/a.jpg",
                "file://127.0.0.1/ROOT/a.jpg",
                "file://user@localhost/ROOT/a.jpg",
                "file://localhost:80/ROOT/a.jpg",
                "file:a.jpg",
                "file:",
                "file://",
                "file:///",
                "file:\\\\ROOT\\a.jpg",
                "file:///proc/self/environ",
                "file:///dev/zero",
                "file:///etc/passwd",
            })
    void refusesDetours(String uri) {
        assertThat(fetching.failure(uri.replace("ROOT", root.toString())).code())
                .isEqualTo(ADDRESS_FORBIDDEN);
    }

    @Test
    void refusesLinksWhereverTheyAreAndWhereverTheyLead() throws IOException {
        Files.createSymbolicLink(root.resolve("file-out.jpg"), outside.resolve("secret.jpg"));
        Files.createSymbolicLink(root.resolve("file-in.jpg"), root.resolve("a.jpg"));
        Files.createSymbolicLink(root.resolve("folder-out"), outside);
        Files.createSymbolicLink(root.resolve("dangling.jpg"), root.resolve("nowhere"));

        for (var name : List.of("file-out.jpg", "file-in.jpg", "folder-out/secret.jpg", "dangling.jpg")) {
            var failure = fetching.failure("file://" + root + "/" + name);
            assertThat(failure.code()).isEqualTo(ADDRESS_FORBIDDEN);
            assertThat(failure.message()).contains("link");
        }
    }

    @Test
    @Timeout(60)
    void refusesWhatIsNoRegularFileWithoutWaitingForIt() throws Exception {
        Files.createDirectory(root.resolve("folder.jpg"));
        var pipe = new ProcessBuilder("mkfifo", root.resolve("pipe.jpg").toString()).start();
        assertThat(pipe.waitFor()).isZero();
        try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(root.resolve("socket.jpg")));

            for (var name : List.of("folder.jpg", "pipe.jpg", "socket.jpg")) {
                var failure = fetching.failure("file://" + root + "/" + name);
                assertThat(failure.code()).isEqualTo(ADDRESS_FORBIDDEN);
                assertThat(failure.message()).contains("not a regular file");
            }
        }
    }

    @Test
    void takesBackslashesAndOddNamesAsTheyAre() throws IOException {
        for (var name : List.of("..\\secret.jpg", "~", "-rf", "a;b|c&d$(e).jpg", "%2e%2e", "…", " ", "a\nb.jpg")) {
            Files.writeString(root.resolve(name), name.substring(0, 1));

            assertThat(fetching.bytes(root.resolve(name).toUri().toString()))
                    .asString()
                    .isEqualTo(name.substring(0, 1));
        }
    }

    @Test
    void missesWhatNoFileCanBeCalled() {
        assertThat(fetching.failure("file://" + root + "/" + "x".repeat(256)).code())
                .isEqualTo(IMAGE_NOT_FOUND);
        assertThat(fetching.failure("file://" + root + "/x".repeat(100_000)).code())
                .isEqualTo(IMAGE_NOT_FOUND);
    }

    @Test
    void keepsLineBreaksOfANameOutOfItsMessage() {
        assertThat(fetching.failure("file://" + root + "/a\nINFO forged.jpg").message())
                .doesNotContain("\n");
    }

    @Test
    void isNotRacedOutOfTheRoot() throws Exception {
        var inside = Files.createDirectory(root.resolve("d"));
        Files.writeString(inside.resolve("secret.jpg"), "inside");
        var aside = root.resolve("aside");
        var stop = new AtomicBoolean();
        var swapping = new Thread(() -> {
            try {
                while (!stop.get()) {
                    Files.move(inside, aside);
                    Files.createSymbolicLink(inside, outside);
                    Files.delete(inside);
                    Files.move(aside, inside);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        swapping.start();
        var read = 0;
        try {
            for (int i = 0; i < 2_000; i++) {
                try {
                    assertThat(fetching.bytes("file://" + root + "/d/secret.jpg"))
                            .asString()
                            .isEqualTo("inside");
                    read++;
                } catch (CaptionException e) {
                    assertThat(e.failure().code()).isIn(ADDRESS_FORBIDDEN, IMAGE_NOT_FOUND, FETCH_UNAVAILABLE);
                }
            }
        } finally {
            stop.set(true);
            swapping.join();
        }

        assertThat(read).isPositive();
    }

    @Test
    void leavesNoFileOpen() throws IOException {
        Files.createDirectories(root.resolve("a/b/c"));
        Files.writeString(root.resolve("a/b/c/d.jpg"), "deep");
        var descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors), "counts what Linux lists");
        var before = count(descriptors);

        for (int i = 0; i < 200; i++) {
            fetching.bytes("file://" + root + "/a/b/c/d.jpg");
            fetching.failure("file://" + root + "/a/b/c/none.jpg");
            fetching.failure("file://" + root + "/a/b/c");
        }

        assertThat(count(descriptors)).isLessThan(before + 50);
    }

    @Test
    void refusesAFileThatItsOwnerKeepsToHimself() throws IOException {
        var closed = Files.writeString(root.resolve("closed.jpg"), "mine");
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(closed), "root reads everything");

        assertThat(fetching.failure(closed.toUri().toString()).code()).isEqualTo(IMAGE_FORBIDDEN);
    }

    @Test
    void stopsAtTheLimitAndAtNothing() throws IOException {
        Files.write(root.resolve("full.jpg"), new byte[10]);
        Files.write(root.resolve("over.jpg"), new byte[11]);
        Files.write(root.resolve("empty.jpg"), new byte[0]);

        assertThat(fetching.bytes("file://" + root + "/full.jpg")).hasSize(10);
        var over = fetching.failure("file://" + root + "/over.jpg");
        assertThat(over.code()).isEqualTo(IMAGE_TOO_LARGE);
        assertThat(over.message()).contains("more than 10 bytes");
        assertThat(fetching.failure("file://" + root + "/empty.jpg").code()).isEqualTo(IMAGE_EMPTY);
    }

    private static long count(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.count();
        }
    }

    private Fetching fetching(Path... roots) throws IOException {
        var store = ImageStore.open(StorageSettings.inFolder(folder.resolve("store")));
        return new Fetching(ImageFetcher.open(
                FetchSettings.defaults().withFileRoots(List.of(roots)).withLimits(10, 10, Duration.ofSeconds(5)),
                store));
    }
}
