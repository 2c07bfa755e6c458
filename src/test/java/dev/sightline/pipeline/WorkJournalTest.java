package dev.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkJournalTest {
    @TempDir
    Path folder;

    @Test
    void suspectsWhatWasInWorkWhenTheProcessDied() {
        // given
        WorkJournal.open(folder).begin("live$1", List.of("a", "b"));

        // when
        var journal = WorkJournal.open(folder);

        // then
        assertThat(List.of("a", "b", "c")).filteredOn(journal::suspects).containsExactly("a", "b");
        assertThat(journal.condemns("a")).isFalse();
    }

    @Test
    void condemnsWhatWasAloneAtASecondDeath() {
        // given
        WorkJournal.open(folder).begin("live$1", List.of("a", "b"));
        WorkJournal.open(folder).beginAlone("live$1", "a");

        // when
        var journal = WorkJournal.open(folder);

        // then
        assertThat(journal.condemns("a")).isTrue();
        assertThat(journal.suspects("a")).isFalse();
        assertThat(journal.suspects("b")).as("it has not run yet").isTrue();
    }

    @Test
    void condemnsNothingThatRanAloneBeforeTheOneThatKilled() {
        // given
        var first = WorkJournal.open(folder);
        first.begin("live$1", List.of("a"));
        first.begin("live$2", List.of("b"));
        var second = WorkJournal.open(folder);
        second.beginAlone("live$1", "a");
        second.endAlone("live$1");
        second.beginAlone("live$2", "b");

        // when
        var journal = WorkJournal.open(folder);

        // then
        assertThat(List.of("a", "b")).filteredOn(journal::condemns).containsExactly("b");
        assertThat(journal.suspects("a")).as("it is not committed yet").isTrue();
    }

    @Test
    void forgetsWhatWasCommitted() {
        // given
        WorkJournal.open(folder).begin("live$1", List.of("a", "b"));
        var journal = WorkJournal.open(folder);
        journal.beginAlone("live$1", "a");
        journal.committed("live$1", List.of("a"));

        // when
        var next = WorkJournal.open(folder);

        // then
        assertThat(List.of("a", "b")).filteredOn(next::suspects).containsExactly("b");
        assertThat(next.condemns("a")).isFalse();
    }

    @Test
    void blamesNothingForACleanEnd() {
        // given
        try (var journal = WorkJournal.open(folder)) {
            journal.begin("live$1", List.of("a"));
        }

        // when
        var next = WorkJournal.open(folder);

        // then
        assertThat(next.suspects("a")).isFalse();
    }
}
