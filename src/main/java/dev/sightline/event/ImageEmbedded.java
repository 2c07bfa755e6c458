package dev.sightline.event;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/**
 * {@code dev.sightline.image.embedded.v1}: where an image lies in the space that a vision and a text tower share.
 *
 * @param imageId     the image
 * @param imageSha256 hash of the image's bytes
 * @param model       the towers; vectors of different revisions mean nothing to each other
 * @param dimensions  how many numbers the vector has
 * @param vector      base64 of a unit vector's numbers as little-endian float16
 */
public record ImageEmbedded(
        String imageId, String imageSha256, TextGenerated.Model model, int dimensions, String vector) {
    /** The event's type. */
    public static final String TYPE = "dev.sightline.image.embedded.v1";

    public ImageEmbedded {
        ImageId.check(requireNonNull(imageId, "imageId"));
        requireNonNull(imageSha256, "imageSha256");
        requireNonNull(model, "model");
        requireNonNull(vector, "vector");
        if (dimensions <= 0) {
            throw new IllegalArgumentException("dimensions must be positive, is " + dimensions);
        }
    }

    /** The event of a vector; its numbers are rounded to half precision. */
    public static ImageEmbedded of(String imageId, String imageSha256, TextGenerated.Model model, float[] vector) {
        var bytes = ByteBuffer.allocate(Short.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        for (var number : vector) {
            bytes.putShort(Float16.of(number));
        }
        var text = Base64.getEncoder().encodeToString(bytes.array());
        return new ImageEmbedded(imageId, imageSha256, model, vector.length, text);
    }

    /**
     * The vector's numbers, a fresh array.
     *
     * @throws IllegalArgumentException where the text is not base64 of as many numbers as there are dimensions
     */
    public float[] floats() {
        var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(vector)).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() != Short.BYTES * dimensions) {
            throw new IllegalArgumentException(
                    "vector has " + bytes.remaining() + " bytes, not 2 for each of " + dimensions + " dimensions");
        }
        var numbers = new float[dimensions];
        for (var i = 0; i < dimensions; i++) {
            numbers[i] = Float16.toFloat(bytes.getShort());
        }
        return numbers;
    }

    /** The event's id: the same image in the same space has the same id. */
    public String eventId() {
        return NameBasedUuid.of(imageId, imageSha256, model.revision()).toString();
    }
}
