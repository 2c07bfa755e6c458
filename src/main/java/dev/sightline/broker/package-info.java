/**
 * The Kafka cluster a pipeline runs on: Apache Kafka itself within this process, or the one it is pointed at.
 *
 * <p>{@link dev.sightline.broker.Cluster} is the door. The order of a start is fixed: cluster, topics, service; and it is
 * closed the other way round, because a broker that goes first leaves its clients hanging in their last commit:
 *
 * <pre>{@code
 * try (var cluster = Cluster.open(data, System.getenv("KAFKA_BOOTSTRAP_SERVERS"), Topics.required(TopicSettings.load()))) {
 *     cluster.properties().forEach(System::setProperty); // kafka.bootstrap.servers, quarkus.profile
 *     Quarkus.run(null, (status, failure) -> {}, args);  // returns when the service has stopped; System.exit would not
 * }
 * }</pre>
 *
 * <p>On SIGTERM the cluster keeps the process alive until it has been closed, so the same order holds.
 */
@NullMarked
package dev.sightline.broker;

import org.jspecify.annotations.NullMarked;
