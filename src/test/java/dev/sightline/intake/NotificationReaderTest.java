package dev.sightline.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sightline.event.Json;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationReaderTest {
    private static final List<String> SERVERS = List.of("aws", "sns", "eventbridge", "minio", "versitygw", "ceph");
    private static final Instant TIME = Instant.parse("2026-11-24T07:30:00Z");

    @Test
    void decodesTheKeysOfMinio() {
        assertThat(uploads("minio"))
                .extracting(Upload::uri, Upload::removed, Upload::contentType)
                .containsExactly(
                        tuple("s3://images/in/my photo+ünï.jpg", false, "image/jpeg"),
                        tuple("s3://images/in/big.jpg", false, "image/jpeg"),
                        tuple("s3://images/in/big.jpg", true, null));
    }

    @Test
    void leavesTheKeysOfVersityGwAsTheyAre() {
        assertThat(uploads("versitygw"))
                .extracting(Upload::uri)
                .containsExactly("s3://images/in/my photo+ünï.jpg", "s3://images/in/big.jpg");
    }

    @Test
    void decodesTheKeysOfAwsAndTakesItsRemovals() {
        assertThat(uploads("aws"))
                .extracting(Upload::uri, Upload::eventType)
                .containsExactly(
                        tuple("s3://mybucket/Happy Face+1.jpg", "ObjectCreated:Put"),
                        tuple("s3://mybucket/Happy Face+1.jpg", "ObjectRemoved:Delete"));
    }

    @Test
    void takesFromAnSnsEnvelopeWhatAwsPutIntoIt() {
        assertThat(uploads("sns")).isEqualTo(uploads("aws"));
    }

    @Test
    void readsEventBridgesWordsAsThoseOfS3() {
        assertThat(uploads("eventbridge"))
                .extracting(Upload::uri, Upload::eventType, Upload::removed)
                .containsExactly(
                        tuple("s3://mybucket/Happy Face+1.jpg", "ObjectCreated:Put", false),
                        tuple("s3://mybucket/Happy Face+1.jpg", "ObjectRemoved:DeleteMarkerCreated", true),
                        tuple("s3://mybucket/Happy Face+1.jpg", "LifecycleExpiration:Delete", true));
        assertThat(uploads("eventbridge").get(0)).isEqualTo(uploads("aws").get(0));
    }

    @Test
    void anSnsTopicsQuestionWhetherToDeliverIsRefusedWithWhereToAnswerIt() {
        var question = "{\"Type\":\"SubscriptionConfirmation\",\"TopicArn\":\"arn:aws:sns:us-west-2:1:t\","
                + "\"Message\":\"You have chosen to subscribe\",\"SubscribeURL\":\"https://sns.example/confirm\"}";

        var refused = (Notification.Refused) read(question);

        assertThat(refused.failure().message()).contains("https://sns.example/confirm");
    }

    @Test
    void anSnsMessageThatIsNothingWeKnowIsRefusedInItsEnvelope() {
        var envelope = "{\"Type\":\"Notification\",\"TopicArn\":\"arn:aws:sns:us-west-2:1:t\",\"Message\":\"hello\"}";

        assertThat(((Notification.Refused) read(envelope)).value()).isEqualTo(Bytes.wrap(envelope.getBytes(UTF_8)));
    }

    @Test
    void leavesTheKeysOfCephAsTheyAreAndTurnsItsSequencerRound() {
        var upload = uploads("ceph").get(0);

        assertThat(upload.uri()).isEqualTo("s3://mybucket1/my image+1.jpg");
        // 0x5DD7E6F7 seconds are 2019-11-22T13:47:35Z
        assertThat(upload.version().sequencer()).isEqualTo("5DD7E6F708D142C7");
        assertThat(Instant.ofEpochSecond(
                        Long.parseLong(upload.version().sequencer().substring(0, 8), 16)))
                .isEqualTo("2019-11-22T13:47:35Z");
    }

    @Test
    void aTestEventTellsOfNothing() {
        assertThat(read("{\"Service\":\"S3\",\"Event\":\"s3:TestEvent\"}"))
                .isEqualTo(new Notification.Uploads(List.of(), null));
    }

    @Test
    void oneBrokenRecordLeavesTheOthersUnderstood() {
        var good = CapturedEvents.of("aws").get(0);
        var records = good.substring(good.indexOf('[') + 1, good.lastIndexOf(']'));

        var notification =
                (Notification.Uploads) read("{\"Records\":[" + records + ",{\"eventName\":\"ObjectCreated:Put\"}]}");

        assertThat(notification.uploads()).hasSize(1);
        assertThat(notification.unread()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"uri\":\"https://photos.example/a.jpg\"}",
                "{\"url\":\"https://photos.example/a.jpg\"}",
                "{\"image\":{\"uri\":\"https://photos.example/a.jpg\",\"name\":\"a\"}}",
                "{\"image\":\"https://photos.example/a.jpg\"}",
                "\"https://photos.example/a.jpg\""
            })
    void findsTheAddressInAnyCloudEvent(String data) {
        var headers = new RecordHeaders();
        headers.add("ce_specversion", "1.0".getBytes(UTF_8));
        headers.add("ce_id", "e1".getBytes(UTF_8));
        headers.add("ce_source", "/shop".getBytes(UTF_8));
        headers.add("ce_type", "com.example.photo.taken".getBytes(UTF_8));

        var upload = ((Notification.Uploads) read(headers, data)).uploads().get(0);

        assertThat(upload.uri()).isEqualTo("https://photos.example/a.jpg");
        assertThat(upload.source()).isEqualTo("/shop");
        assertThat(upload.id()).isEqualTo("e1");
        assertThat(upload.removed()).isFalse();
    }

    @Test
    void aStructuredCloudEventNeedsNoHeaders() {
        var upload = ((Notification.Uploads)
                        read(
                                "{\"specversion\":\"1.0\",\"id\":\"e1\",\"source\":\"/blobs\","
                                        + "\"type\":\"Microsoft.Storage.BlobDeleted\",\"subject\":\"/blobServices\",\"data\":"
                                        + "{\"url\":\"https://a.blob.example/c/a.jpg\",\"sequencer\":\"00000000000004420000000000028963\"}}"))
                .uploads()
                .get(0);

        assertThat(upload.removed()).isTrue();
        assertThat(upload.version().sequencer()).isEqualTo("00000000000004420000000000028963");
    }

    @Test
    void aPlainAddressIsAnUpload() {
        var upload = ((Notification.Uploads) read("https://photos.example/a.jpg?w=3\n"))
                .uploads()
                .get(0);

        assertThat(upload.uri()).isEqualTo("https://photos.example/a.jpg?w=3");
        assertThat(upload.version().time()).isEqualTo(TIME);
    }

    @Test
    void aNotificationWithinQuotesIsWhatItIs() throws JsonProcessingException {
        for (var notification : List.of(
                CapturedEvents.of("minio").get(0), CapturedEvents.of("sns").get(0))) {
            var quoted = Json.mapper().writeValueAsString(notification);

            assertThat(read(quoted)).isEqualTo(read(notification));
            assertThat(read(Json.mapper().writeValueAsString(quoted))).isEqualTo(read(notification));
        }
    }

    @Test
    void whatNamesItselfAtTooGreatALengthIsRefused() {
        assertThat(read("https://photos.example/" + "a".repeat(20_000))).isInstanceOf(Notification.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "[]", "null", "hello", "ftp://a/b.jpg", "{\"specversion\":\"1.0\"}", "https://a\nb"})
    void refusesWhatItDoesNotKnow(String value) {
        assertThat(read(value)).isInstanceOf(Notification.Refused.class);
    }

    @Test
    void anyBytesGiveANotification() {
        var random = new Random(11);
        for (var i = 0; i < 3000; i++) {
            var lines = CapturedEvents.of(SERVERS.get(random.nextInt(SERVERS.size())));
            var value = lines.get(random.nextInt(lines.size())).getBytes(UTF_8);
            for (var change = 0; change <= random.nextInt(3); change++) {
                value[random.nextInt(value.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : '"');
            }

            assertThat(NotificationReader.read(new RecordHeaders(), value, TIME, "t-0@1"))
                    .isNotNull();
        }
    }

    private static Notification read(String value) {
        return read(new RecordHeaders(), value);
    }

    private static Notification read(Headers headers, String value) {
        return NotificationReader.read(headers, value.getBytes(UTF_8), TIME, "sightline.uploads-0@7");
    }

    private static List<Upload> uploads(String server) {
        return CapturedEvents.of(server).stream()
                .map(NotificationReaderTest::read)
                .flatMap(notification -> ((Notification.Uploads) notification).uploads().stream())
                .toList();
    }
}
