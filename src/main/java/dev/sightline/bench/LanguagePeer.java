package dev.sightline.bench;

import java.io.IOException;
import java.util.List;

/**
 * Another program that runs the language model alone, with {@code --language PROMPT,STEPS}, and prints a JSON line a run.
 *
 * @param name    what the report calls it
 * @param program it
 */
public record LanguagePeer(String name, JsonProgram program) {
    private static final int WARM_UPS = 2;

    /**
     * The middle of several runs.
     *
     * @throws IOException if it does not run
     */
    LanguageBench.Result run(LanguageBench like, int batch, int repeat) throws IOException, InterruptedException {
        var runs = WARM_UPS + repeat;
        var arguments = List.of(
                "--language", like.promptTokens() + "," + like.steps(),
                "--batch", Integer.toString(batch),
                "--repeat", Integer.toString(runs));
        try {
            var said = program.run(arguments, runs).stream()
                    .skip(WARM_UPS)
                    .map(line -> new LanguageBench.Result(
                            line.at("/ms/prefill").asDouble(),
                            line.at("/ms/decode").asDouble()))
                    .toList();
            return Medians.middle(said, LanguageBench.Result::millis);
        } catch (IOException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
    }
}
