package dev.sightline.cli;

import dev.sightline.train.data.Conversation;
import dev.sightline.train.data.ConversationFile;
import dev.sightline.train.data.Imports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sightline import}: data sets become training data in Hugging Face's messages form. */
@Command(
        name = "import",
        description = "Writes a data set as training data: captions, questions, LLaVA's conversations, or shards.",
        footer = {"", "Example:", "  sightline import captions flickr8k.tsv --to captions.jsonl"})
final class ImportCommand implements Callable<Integer> {
    /** What data sets come in. */
    enum Form {
        CAPTIONS,
        QUESTIONS,
        LLAVA,
        SHARDS
    }

    @Spec
    private CommandSpec command;

    @Parameters(
            index = "0",
            paramLabel = "FORM",
            description =
                    "captions (image<TAB>caption), questions (image<TAB>question<TAB>answer), llava (JSON), or shards "
                            + "(tars in which a picture and its .txt share a name).")
    private Form form;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "What to read.")
    private List<Path> files;

    @Option(names = "--to", required = true, paramLabel = "FILE.jsonl", description = "What to write.")
    private Path target;

    @Option(names = "--append", description = "Adds to FILE.jsonl instead of replacing it.")
    private boolean append;

    @Option(
            names = "--prompt",
            defaultValue = "Describe this photo.",
            paramLabel = "TEXT",
            description = "What the user says to a captioned image; \"${DEFAULT-VALUE}\" by default.")
    private String prompt;

    @Override
    public Integer call() {
        if (form != Form.SHARDS && files.size() > 1) {
            throw new ParameterException(command.commandLine(), "one file at a time, except for shards");
        }
        var silent = new AtomicLong();
        long count = TrainingCall.of(() -> {
            try (Stream<Conversation> conversations = read(files.get(0))) {
                return ConversationFile.write(target, conversations.filter(one -> answers(one, silent)), append);
            }
        });
        var err = command.commandLine().getErr();
        err.println(count + " conversations");
        if (silent.get() > 0) {
            err.println(silent + " without a caption or an answer are left out");
        }
        command.commandLine().getOut().println(target);
        return ExitStatus.ALL_DONE;
    }

    private static boolean answers(Conversation conversation, AtomicLong silent) {
        boolean answers = conversation.isAnswered();
        if (!answers) {
            silent.incrementAndGet();
        }
        return answers;
    }

    private Stream<Conversation> read(Path file) throws IOException {
        return switch (form) {
            case CAPTIONS -> Imports.captions(file, prompt);
            case QUESTIONS -> Imports.questions(file);
            case LLAVA -> Imports.llava(file);
            case SHARDS -> Imports.shards(files, prompt);
        };
    }
}
