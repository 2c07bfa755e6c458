package dev.sightline.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.model.folder.ModelFolder;
import dev.sightline.model.folder.Precision;
import dev.sightline.model.runtime.Device;
import dev.sightline.model.runtime.Processor;
import java.util.List;

/**
 * What {@link Precision#AUTO} means for a folder on this machine: the fastest precision that is not measurably worse.
 *
 * <p>A folder's {@code precision.json} tells what was measured: for each precision the interval of its quality's difference
 * to fp32. One is not worse where that interval ends at 0 or above. Without figures the folder's files run as they are.
 *
 * @param precision what runs
 * @param reason    why, for people
 */
public record PrecisionChoice(Precision precision, String reason) {
    /** Decides. */
    static PrecisionChoice of(ModelFolder folder, Precision asked, Device device, Processor processor) {
        if (asked != Precision.AUTO) {
            return new PrecisionChoice(asked, "asked for");
        }
        if (device == Device.CUDA) {
            return folder.has(Precision.FP16)
                    ? new PrecisionChoice(Precision.FP16, "what kernels on CUDA take")
                    : new PrecisionChoice(Precision.AUTO, "as the folder's files are: it has no _fp16 ones");
        }
        JsonNode measured = folder.measuredPrecisions();
        List<Precision> fastestFirst = processor.multipliesBytes()
                ? List.of(Precision.INT8, Precision.INT4)
                : List.of(Precision.INT4, Precision.INT8);
        for (Precision precision : fastestFirst) {
            JsonNode interval = measured.path(precision.label()).path("interval");
            if (interval.size() == 2 && interval.path(1).asDouble() >= 0) {
                return new PrecisionChoice(
                        precision,
                        "fastest on a processor with " + processor.features()
                                + " that is not measurably worse than fp32: the difference in "
                                + measured.path("measure").asText("quality") + " is "
                                + interval.path(0).asText() + " to "
                                + interval.path(1).asText());
            }
        }
        return new PrecisionChoice(Precision.AUTO, "as the folder's files are: precision.json has no figures");
    }
}
