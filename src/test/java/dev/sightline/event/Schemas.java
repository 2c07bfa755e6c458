package dev.sightline.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.nio.file.Path;
import java.util.Set;

/** The files of {@code schemas/}, to hold events to. */
public final class Schemas {
    private static final String ADDRESS = "https://sightline.dev/schemas/";
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            files -> files.schemaMappers(
                    names -> names.mapPrefix(ADDRESS, folder().toUri().toString())));

    private Schemas() {}

    /** Where they are. */
    public static Path folder() {
        return Path.of(System.getProperty("sightline.home"), "schemas").toAbsolutePath();
    }

    /** What is wrong with the event's data, nothing where it keeps to its schema. */
    public static Set<ValidationMessage> violations(String type, JsonNode data) {
        var schema =
                FACTORY.getSchema(SchemaLocation.of(ADDRESS + type.replaceFirst("^dev\\.sightline\\.", "") + ".json"));
        return schema.validate(data, run -> run.getExecutionConfig().setFormatAssertionsEnabled(true));
    }
}
