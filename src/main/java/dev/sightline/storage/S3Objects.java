package dev.sightline.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects of a bucket below a prefix. S3 shows an object whole or not at all, and lists it from the moment it is written.
 */
final class S3Objects implements StoredObjects {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final S3Client s3;
    private final S3Location place;

    S3Objects(S3Settings settings, S3Location place) throws IOException {
        this.place = place;
        try {
            this.s3 = settings.connect(TIMEOUT);
        } catch (SdkException e) {
            throw failed("opening", e);
        }
    }

    @Override
    public void write(String key, byte[] bytes) throws IOException {
        try {
            s3.putObject(put -> put.bucket(place.bucket()).key(place.key(key)), RequestBody.fromBytes(bytes));
        } catch (SdkException e) {
            throw failed("writing", e);
        }
    }

    @Override
    public void writeLightly(String key, byte[] bytes) throws IOException {
        write(key, bytes);
    }

    @Override
    public Optional<byte[]> read(String key, long maxBytes) throws IOException {
        try (var object = s3.getObject(get -> get.bucket(place.bucket()).key(place.key(key)))) {
            var size = object.response().contentLength();
            if (size == null || size > maxBytes) {
                object.abort();
                throw size == null
                        ? new IOException("S3 does not say how long " + key + " is")
                        : new ImageTooLargeException(size, maxBytes);
            }
            return Optional.of(object.readAllBytes());
        } catch (SdkException e) {
            return absent(e, "reading", Optional.empty());
        }
    }

    @Override
    public OptionalLong size(String key) throws IOException {
        try {
            var head = s3.headObject(ask -> ask.bucket(place.bucket()).key(place.key(key)));
            return OptionalLong.of(head.contentLength());
        } catch (SdkException e) {
            return absent(e, "reading", OptionalLong.empty());
        }
    }

    @Override
    public void delete(String key) throws IOException {
        try {
            s3.deleteObject(delete -> delete.bucket(place.bucket()).key(place.key(key)));
        } catch (SdkException e) {
            throw failed("deleting from", e);
        }
    }

    @Override
    public void deleteUnless(String key, Wanted wanted) throws IOException {
        var bytes = read(key, Integer.MAX_VALUE - 8);
        if (bytes.isPresent()) {
            delete(key);
            if (wanted.stillWanted()) {
                write(key, bytes.get());
            }
        }
    }

    @Override
    public List<String> list(String folder) throws IOException {
        var prefix = place.key(folder) + "/";
        var names = new ArrayList<String>();
        try {
            s3.listObjectsV2Paginator(list -> list.bucket(place.bucket()).prefix(prefix))
                    .contents()
                    .forEach(object -> names.add(object.key().substring(prefix.length())));
            return List.copyOf(names);
        } catch (SdkException e) {
            throw failed("listing", e);
        }
    }

    @Override
    public long volume(String folder) throws IOException {
        var prefix = place.key(folder) + "/";
        try {
            return s3.listObjectsV2Paginator(list -> list.bucket(place.bucket()).prefix(prefix)).contents().stream()
                    .mapToLong(object -> object.size())
                    .sum();
        } catch (SdkException e) {
            throw failed("listing", e);
        }
    }

    @Override
    public void close() {
        s3.close();
    }

    private <T> T absent(SdkException e, String doing, T nothing) throws IOException {
        if (e instanceof NoSuchKeyException || (e instanceof S3Exception answer && saysNothingBut404(answer))) {
            return nothing;
        }
        throw failed(doing, e); // a bucket that is not there is no store without images
    }

    /** The answer to HEAD has no body that could give a code. */
    private static boolean saysNothingBut404(S3Exception answer) {
        var details = answer.awsErrorDetails();
        return answer.statusCode() == 404
                && (details == null
                        || details.errorCode() == null
                        || details.errorCode().isEmpty());
    }

    private IOException failed(String doing, SdkException e) {
        return new IOException(
                doing + " the image store s3://" + place.bucket() + " failed: " + e.getMessage()
                        + "; check sightline.storage.uri, sightline.s3 and the access to the bucket",
                e);
    }
}
