package dev.sightline.index;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** How the index is kept. */
@ConfigMapping(prefix = "sightline.index")
public interface IndexSettings {
    /** Where Lucene's files lie. They hold nothing that the topics do not: a folder that is lost is rebuilt. */
    @WithDefault("${sightline.data:data}/index")
    Path folder();

    /**
     * How long a change may wait until searches see it, once the index has caught up; before, they see it with the next
     * commit. Longer makes fewer and larger segments, so indexing is faster.
     */
    @WithDefault("PT0.25S")
    Duration refreshInterval();

    /** How long a change may wait until it survives a crash. Longer means more records read again after one. */
    @WithDefault("PT5S")
    Duration commitInterval();
}
