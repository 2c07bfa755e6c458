package dev.sightline.cli;

import dev.sightline.cli.Finding.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sightline doctor}: looks at what a run needs and says what to do where something is amiss. */
@Command(
        name = "doctor",
        description =
                "Checks Java, memory, disk, model and broker; says what to do. Ends with 3 where something keeps Sightline from working.",
        footer = {"", "Example:", "  sightline doctor"})
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private DataOption data;

    @Mixin
    private ModelOption model;

    @Override
    public Integer call() {
        var findings = new ArrayList<>(List.of(
                MachineChecks.java(),
                MachineChecks.memory(),
                MachineChecks.disk(data.folder()),
                InferenceChecks.processor(),
                InferenceChecks.device(model.folder()),
                InferenceChecks.formats(),
                InferenceChecks.decoding(model.captioner().preprocess())));
        findings.addAll(InferenceChecks.model(model.captioner()));
        findings.add(BrokerCheck.broker(data.folder(), System.getenv()));
        var out = command.commandLine().getOut();
        findings.forEach(out::println);
        return findings.stream().anyMatch(finding -> finding.level() == Level.BAD)
                ? ExitStatus.CANNOT_START
                : ExitStatus.ALL_DONE;
    }
}
