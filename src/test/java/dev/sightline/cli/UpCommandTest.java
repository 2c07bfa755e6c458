package dev.sightline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.model.folder.ModelRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class UpCommandTest {
    @Test
    void saysWhatAPartOfTheServiceSaidAndNotHowTheContainerWrappedIt() {
        var refused = new RuntimeException("Failed to start quarkus", new ModelRefusedException("no config.json"));
        var rules = new UncheckedIOException("the rules cannot be read", new IOException("near line 3"));

        assertThat(UpCommand.notStarted(refused))
                .isInstanceOf(CannotStartException.class)
                .hasMessage("no config.json");
        assertThat(UpCommand.notStarted(new IllegalStateException(rules))).hasMessage("the rules cannot be read");
    }

    @Test
    void namesTheCauseOfADefect() {
        var defect = new NullPointerException("x");

        assertThat(UpCommand.notStarted(new RuntimeException("Failed to start quarkus", defect)))
                .isSameAs(defect);
    }
}
