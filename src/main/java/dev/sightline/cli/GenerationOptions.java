package dev.sightline.cli;

import dev.sightline.event.GenerationParameters;
import dev.sightline.generate.InvalidParameterException;
import dev.sightline.task.ParameterReading;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How texts are generated; the names are those of a request's parameters. */
final class GenerationOptions {
    @Option(names = "--max-new-tokens", paramLabel = "N", description = "Most tokens of each text.")
    private @Nullable Integer maxNewTokens;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "Draws tokens by chance, the more widely the higher; 0 (default) takes the likeliest.")
    private @Nullable Double temperature;

    @Option(names = "--top-k", paramLabel = "K", description = "Draws among the K likeliest tokens.")
    private @Nullable Integer topK;

    @Option(names = "--top-p", paramLabel = "P", description = "Draws among the likeliest of this total probability.")
    private @Nullable Double topP;

    @Option(
            names = "--min-p",
            paramLabel = "P",
            description = "Leaves out tokens less likely than this share of the likeliest.")
    private @Nullable Double minP;

    @Option(
            names = "--repetition-penalty",
            paramLabel = "R",
            description = "Above 1 makes what was said less likely to come again.")
    private @Nullable Double repetitionPenalty;

    @Option(names = "--no-repeat-ngram", paramLabel = "N", description = "No run of N tokens comes twice.")
    private @Nullable Integer noRepeatNgram;

    @Option(names = "--beams", paramLabel = "N", description = "Width of beam search; 1 (default) is none.")
    private @Nullable Integer beams;

    @Option(names = "--seed", paramLabel = "N", description = "Makes what is drawn by chance repeatable.")
    private @Nullable Long seed;

    @Option(names = "--stop", paramLabel = "TEXT", description = "Ends a text before this one. Repeatable.")
    private @Nullable List<String> stop;

    @Option(
            names = "--n",
            paramLabel = "N",
            description = "Texts of each image and task: draws with a temperature, or the best of the beams.")
    private @Nullable Integer n;

    @Option(
            names = "--logprobs",
            paramLabel = "N",
            description = "Reports the N likeliest tokens at each place, in JSON lines.")
    private @Nullable Integer logprobs;

    /**
     * The parameters chosen, or null where none was.
     *
     * @param command whose usage is shown where they are wrong
     * @throws ParameterException if one is out of its range, or does not go with another
     */
    @Nullable
    GenerationParameters parameters(CommandSpec command) {
        var chosen = new GenerationParameters(
                maxNewTokens,
                temperature,
                topK,
                topP,
                minP,
                repetitionPenalty,
                noRepeatNgram,
                beams,
                seed,
                stop,
                n,
                logprobs);
        try {
            ParameterReading.config(chosen);
        } catch (InvalidParameterException e) {
            throw new ParameterException(command.commandLine(), option(e.parameter()) + " " + e.problem());
        }
        return chosen.equals(GenerationParameters.DEFAULTS) ? null : chosen;
    }

    /** How many rows of the engine's batch a text needs. */
    int width() {
        return Math.max(beams == null ? 1 : beams, n == null ? 1 : n);
    }

    // topP to --top-p
    private static String option(String parameter) {
        return "--" + parameter.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
