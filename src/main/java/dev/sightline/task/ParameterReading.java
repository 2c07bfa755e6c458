package dev.sightline.task;

import static java.util.Objects.requireNonNullElse;

import dev.sightline.event.GenerationParameters;
import dev.sightline.generate.BeamSearch;
import dev.sightline.generate.GenerationConfig;
import dev.sightline.generate.InvalidParameterException;
import dev.sightline.generate.Penalties;
import dev.sightline.generate.Sampling;
import java.util.List;

/** What a request's parameters mean to the engine; their names there are the same, and what is absent is greedy. */
public final class ParameterReading {
    private static final GenerationConfig GREEDY = GenerationConfig.greedy(32);

    private ParameterReading() {}

    /**
     * The engine's configuration.
     *
     * @throws InvalidParameterException if a parameter is out of its range, or does not go with another
     */
    public static GenerationConfig config(GenerationParameters asked) {
        var sampling = GREEDY.sampling();
        var penalties = GREEDY.penalties();
        return new GenerationConfig(
                requireNonNullElse(asked.maxNewTokens(), GREEDY.maxNewTokens()),
                new Sampling(
                        requireNonNullElse(asked.temperature(), sampling.temperature()),
                        requireNonNullElse(asked.topK(), sampling.topK()),
                        requireNonNullElse(asked.topP(), sampling.topP()),
                        requireNonNullElse(asked.minP(), sampling.minP()),
                        requireNonNullElse(asked.seed(), sampling.seed())),
                new Penalties(
                        requireNonNullElse(asked.repetitionPenalty(), penalties.repetition()),
                        requireNonNullElse(asked.noRepeatNgram(), penalties.noRepeatNgram())),
                BeamSearch.of(requireNonNullElse(asked.beams(), GREEDY.search().beams())),
                requireNonNullElse(asked.stop(), List.<String>of()),
                null,
                requireNonNullElse(asked.n(), GREEDY.n()),
                requireNonNullElse(asked.logprobs(), GREEDY.logprobs()));
    }
}
