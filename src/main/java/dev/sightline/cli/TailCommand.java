package dev.sightline.cli;

import dev.sightline.event.Topics;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sightline tail}: events as they come, a JSON line each. */
@Command(
        name = "tail",
        description = "Prints events as they come off a topic, a JSON line each, until it is stopped.",
        footer = {"", "Example:", "  sightline tail captions --from-beginning --limit 10"})
final class TailCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private DataOption data;

    @Parameters(paramLabel = "TOPIC", description = "One of ${COMPLETION-CANDIDATES}.")
    private Tailed topic;

    @Option(names = "--from-beginning", description = "Also prints what is there already.")
    private boolean fromBeginning;

    @Option(names = "--limit", paramLabel = "N", description = "Ends after so many events.")
    private @Nullable Long limit;

    /** What can be followed. */
    enum Tailed {
        CAPTIONS("captions", Topics.CAPTIONS),
        ANSWERS("answers", Topics.ANSWERS),
        DEAD_LETTERS("dead-letters", Topics.DEAD_LETTERS),
        DOCUMENTS("documents", Topics.DOCUMENTS);

        private final String argument;
        private final String topic;

        Tailed(String argument, String topic) {
            this.argument = argument;
            this.topic = topic;
        }

        @Override
        public String toString() {
            return argument;
        }
    }

    @Override
    public Integer call() {
        if (limit != null && limit < 1) {
            throw new ParameterException(command.commandLine(), "--limit must be at least 1");
        }
        var pipeline = RunningPipeline.find(data, System.getenv());
        try (var consumer = pipeline.clients().reader()) {
            assign(consumer);
            print(consumer, limit == null ? Long.MAX_VALUE : limit);
            return ExitStatus.ALL_DONE;
        } catch (KafkaException e) {
            throw new CannotStartException(
                    "cannot read " + topic.topic + " from " + pipeline.clients().bootstrapServers() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private void assign(Consumer<byte[], byte[]> consumer) {
        var partitions = consumer.partitionsFor(topic.topic).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        if (fromBeginning) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
        }
    }

    private void print(Consumer<byte[], byte[]> consumer, long most) {
        var out = command.commandLine().getOut();
        var printed = 0L;
        while (printed < most && !out.checkError()) {
            for (var record : consumer.poll(Duration.ofMillis(200))) {
                if (printed++ < most) {
                    out.println(EventLine.of(record));
                }
            }
        }
    }
}
