package dev.sightline.storage;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * How to reach S3; {@code sightline.s3.*}. What is not set comes from where AWS's tools find it: environment, profile,
 * the machine's role.
 *
 * @param endpoint    another server than AWS's own: MinIO, Ceph, VersityGW
 * @param region      the buckets' region; at another server than AWS's {@code us-east-1} unless set
 * @param pathStyle   whether the bucket stands in the path instead of the host's name, as most other servers want
 * @param credentials whose access
 */
public record S3Settings(
        @Nullable URI endpoint, @Nullable String region, boolean pathStyle, @Nullable Credentials credentials) {
    // a proxy of the environment's choosing would fetch what we checked
    private static final ProxyConfiguration NO_PROXY = ProxyConfiguration.builder()
            .useSystemPropertyValues(false)
            .useEnvironmentVariableValues(false)
            .build();

    private static final int CONFLICT = 409;

    /** AWS itself, everything from the environment. */
    public static S3Settings fromEnvironment() {
        return new S3Settings(null, null, false, null);
    }

    /**
     * An access key.
     *
     * @param accessKeyId     its name
     * @param secretAccessKey its secret, never printed
     */
    public record Credentials(String accessKeyId, String secretAccessKey) {
        @Override
        public String toString() {
            return "Credentials[" + accessKeyId + "]";
        }
    }

    /**
     * A client whose caller closes it. It asks up to three times where the server stumbles; more often is others' decision.
     *
     * @param timeout longest time of one call until its answer begins, all attempts included
     */
    public S3Client connect(Duration timeout) {
        var client = S3Client.builder()
                .httpClientBuilder(Apache5HttpClient.builder()
                        .proxyConfiguration(NO_PROXY)
                        .connectionTimeout(timeout)
                        .socketTimeout(timeout)
                        .connectionAcquisitionTimeout(timeout))
                .forcePathStyle(pathStyle)
                // other servers do not know AWS's newer checksums; content is known by its hash here anyway
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(call -> call.apiCallTimeout(timeout)
                        // every call of ours can be repeated; a conflict of two writers is settled by writing again
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(3)
                                .retryOnException(e -> e instanceof S3Exception s3 && s3.statusCode() == CONFLICT)
                                .build()));
        if (endpoint == null) {
            client.crossRegionAccessEnabled(true);
        } else {
            client.endpointOverride(endpoint);
        }
        if (region != null) {
            client.region(Region.of(region));
        } else if (endpoint != null) {
            client.region(Region.US_EAST_1);
        }
        if (credentials != null) {
            client.credentialsProvider(StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey())));
        }
        return client.build();
    }
}
