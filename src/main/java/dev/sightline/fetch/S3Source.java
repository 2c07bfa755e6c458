package dev.sightline.fetch;

import static dev.sightline.failure.FailureCode.ADDRESS_FORBIDDEN;
import static dev.sightline.failure.FailureCode.FETCH_TIMEOUT;
import static dev.sightline.failure.FailureCode.FETCH_UNAVAILABLE;
import static dev.sightline.failure.FailureCode.IMAGE_FORBIDDEN;
import static dev.sightline.failure.FailureCode.IMAGE_NOT_FOUND;

import dev.sightline.event.ImageReference;
import dev.sightline.failure.CaptionException;
import dev.sightline.failure.CaptionFailure;
import dev.sightline.storage.ImageBytes;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** {@code s3://BUCKET/KEY}: objects of the listed buckets. The client is made when the first of them is asked for. */
final class S3Source implements ImageSource {
    private static final Set<String> ABSENT = Set.of("NoSuchKey", "NoSuchBucket", "NoSuchVersion", "NotFound", "");

    private final BucketSettings settings;
    private final LimitedRead limit;
    private final Duration timeout;
    private final Deadline.Clock clock = new Deadline.Clock();
    private @Nullable S3Client client;

    S3Source(FetchSettings settings) {
        this.settings = settings.buckets();
        this.limit = LimitedRead.ofImages(settings.maxBytes());
        this.timeout = settings.timeout();
    }

    @Override
    public ImageBytes read(ImageReference image) {
        var deadline = Deadline.in(timeout);
        var object = object(image);
        try {
            return read(object, image, deadline);
        } catch (SdkException e) {
            var failure = failure(e, image, deadline);
            var decoded = object.decoded();
            // keys are taken as they are written, as AWS's tools do; some senders percent-encode them
            if (failure.code() == IMAGE_NOT_FOUND && decoded.isPresent()) {
                return readDecoded(decoded.get(), image, deadline);
            }
            throw new CaptionException(failure, e);
        } catch (IOException e) {
            throw broken(e, image, deadline);
        }
    }

    @Override
    public synchronized void close() {
        clock.close();
        if (client != null) {
            client.close();
        }
    }

    private S3Object object(ImageReference image) {
        try {
            var object = S3Object.parse(image.uri());
            if (!settings.buckets().contains(object.bucket())) {
                throw new ForbiddenAddressException(
                        "its bucket is not one that may be read; add it to sightline.fetch.s3.buckets");
            }
            return object;
        } catch (ForbiddenAddressException e) {
            throw new CaptionException(ADDRESS_FORBIDDEN.because(image.label() + ": " + e.getMessage()), e);
        }
    }

    private ImageBytes readDecoded(S3Object object, ImageReference image, Deadline deadline) {
        try {
            return read(object, image, deadline);
        } catch (SdkException e) {
            throw new CaptionException(failure(e, image, deadline), e);
        } catch (IOException e) {
            throw broken(e, image, deadline);
        }
    }

    private ImageBytes read(S3Object object, ImageReference image, Deadline deadline) throws IOException {
        var body = client().getObject(get -> get.bucket(object.bucket()).key(object.key()));
        var cut = deadline.cut(clock, body::abort);
        var whole = false;
        try {
            var announced = body.response().contentLength();
            if (announced != null && announced > limit.maxBytes()) {
                throw limit.tooLarge(image);
            }
            var bytes = limit.of(body, image);
            whole = true;
            return bytes;
        } finally {
            cut.cancel(false);
            if (whole) {
                body.close();
            } else {
                body.abort(); // closing would read on to the end
            }
        }
    }

    private synchronized S3Client client() {
        if (client == null) {
            client = settings.s3().connect(timeout);
        }
        return client;
    }

    private CaptionException broken(IOException e, ImageReference image, Deadline deadline) {
        return new CaptionException(
                deadline.passed()
                        ? tookTooLong(image)
                        : FETCH_UNAVAILABLE.because(image.label() + ": S3 broke off ("
                                + e.getClass().getSimpleName() + "); try again"),
                e);
    }

    private CaptionFailure failure(SdkException e, ImageReference image, Deadline deadline) {
        if (e instanceof ApiCallTimeoutException || deadline.passed()) {
            return tookTooLong(image);
        }
        if (!(e instanceof S3Exception answer)) {
            return FETCH_UNAVAILABLE.because(image.label() + ": S3 cannot be asked: " + e.getMessage()
                    + "; check sightline.s3 and the credentials");
        }
        var said = image.label() + ": S3 answered " + answer.statusCode() + " " + code(answer) + "; ";
        // some servers answer 404 to a key they do not know, too (VersityGW: XAdminUserNotFound)
        var status = answer.statusCode() == 404 && !ABSENT.contains(code(answer)) ? 403 : answer.statusCode();
        return switch (status) {
            case 404, 410 -> IMAGE_NOT_FOUND.because(said + "check bucket and key, or submit the image again");
            case 408, 409, 425, 429 -> FETCH_UNAVAILABLE.because(said + "try again later");
            default ->
                answer.statusCode() >= 500
                        ? FETCH_UNAVAILABLE.because(said + "try again later")
                        : IMAGE_FORBIDDEN.because(said + "give these credentials s3:GetObject on it");
        };
    }

    private CaptionFailure tookTooLong(ImageReference image) {
        return FETCH_TIMEOUT.because(image.label() + ": S3 took longer than " + timeout.toMillis()
                + " ms; try again, or raise sightline.fetch.timeout");
    }

    private static String code(S3Exception answer) {
        var details = answer.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }
}
