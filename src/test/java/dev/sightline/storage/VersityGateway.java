package dev.sightline.storage;

import static org.awaitility.Awaitility.await;

import dev.sightline.broker.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** A real S3 server over a folder: VersityGW, which {@code .ci/components} installs. */
public final class VersityGateway implements AutoCloseable {
    private static final String ACCESS = "test";
    private static final String SECRET = "testsecret1";

    private final Process process;
    private final S3Settings settings;
    private final S3Client client;

    private VersityGateway(Process process, S3Settings settings) {
        this.process = process;
        this.settings = settings;
        this.client = settings.connect(Duration.ofSeconds(10));
    }

    /** Starts it over the folder, which holds a folder a bucket; options stand before the backend, see its help. */
    public static VersityGateway start(Path folder, String... options) throws IOException {
        var port = Ports.any();
        var command = new ArrayList<>(List.of(
                binary().toString(),
                "--access",
                ACCESS,
                "--secret",
                SECRET,
                "--port",
                "127.0.0.1:" + port,
                "--region",
                "us-east-1",
                "--quiet"));
        command.addAll(List.of(options));
        command.addAll(List.of("posix", Files.createDirectories(folder).toString()));
        var log = folder.resolveSibling(folder.getFileName() + ".log").toFile();
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        var gateway = new VersityGateway(process, settings(port, ACCESS));
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> gateway.client.listBuckets() != null);
        return gateway;
    }

    /** How to reach it with every right. */
    public S3Settings settings() {
        return settings;
    }

    /** How it is reached by somebody whom it does not know. */
    public S3Settings strangersSettings() {
        return settings(settings.endpoint().getPort(), "stranger");
    }

    public void createBucket(String bucket) {
        client.createBucket(create -> create.bucket(bucket));
    }

    public void put(String bucket, String key, byte[] bytes) {
        client.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
    }

    public void delete(String bucket, String key) {
        client.deleteObject(delete -> delete.bucket(bucket).key(key));
    }

    /** All keys of a bucket. */
    public List<String> keys(String bucket) {
        return client.listObjectsV2Paginator(list -> list.bucket(bucket)).contents().stream()
                .map(object -> object.key())
                .toList();
    }

    @Override
    public void close() {
        client.close();
        process.destroy();
        await().atMost(Duration.ofMinutes(1)).until(() -> !process.isAlive());
    }

    private static S3Settings settings(int port, String access) {
        return new S3Settings(
                URI.create("http://127.0.0.1:" + port), "us-east-1", true, new S3Settings.Credentials(access, SECRET));
    }

    private static Path binary() {
        var path = System.getenv().getOrDefault("PATH", "");
        var go = System.getenv().getOrDefault("GOPATH", System.getProperty("user.home") + "/go");
        return Stream.concat(Stream.of(path.split(":")), Stream.of(go + "/bin"))
                .map(folder -> Path.of(folder, "versitygw"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "versitygw is neither on the PATH nor in GOPATH/bin: .ci/components installs it"));
    }
}
