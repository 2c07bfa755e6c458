package dev.sightline.cli;

import dev.sightline.caption.TaskOutcome;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sightline ask}: a conversation about one image. */
@Command(
        name = "ask",
        description = {
            "Answers a question about an image, without Kafka. Without a question it asks for them, one a line, until the end of"
                    + " the input; each is answered with what was said before in mind."
        },
        footer = {"", "Example:", "  sightline ask cat.jpg"})
final class AskCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "IMAGE", description = "An image file or its address.")
    private String image;

    @Parameters(index = "1", arity = "0..1", paramLabel = "QUESTION", description = "What to ask.")
    private @Nullable String question;

    @Mixin
    private ModelOption model;

    @Mixin
    private GenerationOptions generation;

    @Override
    public Integer call() throws IOException {
        var parameters = generation.parameters(command);
        if (question != null && question.isBlank()) {
            throw new ParameterException(command.commandLine(), "QUESTION must not be empty");
        }
        StopSignals.betweenRuns();
        try (var captioner = FileCaptioner.open(
                model.captioner().withBatch(generation.width()), ImageFiles.folders(List.of(image)))) {
            var conversation = new Conversation(captioner, image, parameters);
            var answered = question == null ? converse(conversation) : answer(conversation, question);
            return answered ? ExitStatus.ALL_DONE : ExitStatus.SOME_FAILED;
        }
    }

    private boolean converse(Conversation conversation) throws IOException {
        var answered = true;
        var lines = Stdin.reader();
        prompt();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                answered &= answer(conversation, line.strip());
            }
            prompt();
        }
        return answered;
    }

    private boolean answer(Conversation conversation, String asked) {
        var outcome = conversation.ask(asked);
        if (outcome instanceof TaskOutcome.Done done) {
            command.commandLine()
                    .getOut()
                    .println(ResultLine.oneLine(done.text().text()));
            command.commandLine().getOut().flush();
            return true;
        }
        var failure = ((TaskOutcome.Failed) outcome).failure();
        command.commandLine().getErr().println(failure.code().code() + ": " + failure.message());
        return false;
    }

    private void prompt() {
        if (Terminal.width() > 0) {
            command.commandLine().getErr().print("> ");
            command.commandLine().getErr().flush();
        }
    }
}
