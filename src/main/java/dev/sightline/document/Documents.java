package dev.sightline.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sightline.event.Role;
import dev.sightline.event.RoleSettings;
import dev.sightline.event.TopicSettings;
import dev.sightline.streams.ImagePartitioner;
import dev.sightline.streams.RunningTopology;
import dev.sightline.streams.StreamsSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/** The documents: kept by the topology of the role {@code document}, answered by image id. */
@ApplicationScoped
public class Documents {
    /** The application id of the topology of documents. */
    public static final String APPLICATION_ID = "sightline-document";

    private static final ImagePartitioner PARTITIONER = new ImagePartitioner();

    private volatile @Nullable RunningTopology topology;

    void start(
            @Observes StartupEvent event,
            RoleSettings roles,
            TopicSettings topics,
            StreamsSettings settings,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            MeterRegistry registry) {
        if (roles.roles().contains(Role.DOCUMENT)) {
            var built = DocumentTopology.build(DocumentConfig.of(topics.partitions()));
            topology = RunningTopology.start(APPLICATION_ID, built, kafka, settings, registry);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        var running = topology;
        if (running != null) {
            running.close();
        }
    }

    /** The topology at work; empty where this process does not play the role. */
    public Optional<RunningTopology> running() {
        return Optional.ofNullable(topology);
    }

    /** The image's document, or who has it. */
    public DocumentLookup find(String imageId) {
        return ask(imageId, false);
    }

    /** What this instance itself can say, from a copy that may lag behind where it has no better. */
    public DocumentLookup findHere(String imageId) {
        return ask(imageId, true);
    }

    /** Whether that instance is this one. */
    public boolean isSelf(HostInfo host) {
        return running().map(topology -> topology.isSelf(host)).orElse(false);
    }

    private DocumentLookup ask(String imageId, boolean here) {
        var running = topology;
        if (running == null) {
            return new DocumentLookup.Unavailable("this process does not play the role document");
        }
        try {
            var key = imageId.getBytes(UTF_8);
            var place = running.locate(DocumentTopology.HISTORIES, key, PARTITIONER);
            if (place == null || place.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
                return new DocumentLookup.Unavailable("the instances are sharing out the documents");
            }
            if (here || running.isSelf(place.activeHost())) {
                return read(
                        imageId,
                        running.store(DocumentTopology.HISTORIES, place.partition(), here)
                                .get(key));
            }
            var hosts = new ArrayList<HostInfo>();
            hosts.add(place.activeHost());
            hosts.addAll(place.standbyHosts());
            return new DocumentLookup.Elsewhere(hosts);
        } catch (InvalidStateStoreException | IllegalStateException e) {
            return new DocumentLookup.Unavailable("the documents are moving: " + e.getMessage());
        }
    }

    private static DocumentLookup read(String imageId, byte @Nullable [] bytes) {
        if (bytes == null) {
            return new DocumentLookup.None();
        }
        var document = DocumentSize.fit(DocumentView.of(imageId, HistoryJson.read(bytes)));
        return document.deleted() ? new DocumentLookup.None() : new DocumentLookup.Found(document);
    }
}
