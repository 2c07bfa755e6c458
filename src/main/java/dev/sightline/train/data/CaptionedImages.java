package dev.sightline.train.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Conversations by image, in the order of their first mention; those without an image stand under the empty name. */
public final class CaptionedImages {
    private static final Pattern SIDES =
            Pattern.compile("\\b(left|right)(most|hand|wards?)?\\b", Pattern.CASE_INSENSITIVE);

    private final List<String> images;
    private final Map<String, List<Conversation>> conversations;

    private CaptionedImages(Map<String, List<Conversation>> conversations) {
        this.conversations = conversations;
        this.images = List.copyOf(conversations.keySet());
    }

    /** Gathers conversations of at most one image each. */
    public static CaptionedImages of(Stream<Conversation> conversations) {
        Map<String, List<Conversation>> byImage = new LinkedHashMap<>();
        conversations.forEach(conversation -> {
            if (conversation.images().size() > 1) {
                throw new IllegalArgumentException(conversation.id() + " shows several images; one is trained on");
            }
            String image =
                    conversation.images().isEmpty() ? "" : conversation.images().get(0);
            byImage.computeIfAbsent(image, name -> new ArrayList<>()).add(conversation);
        });
        return new CaptionedImages(byImage);
    }

    /** Without some of the images and what is said about them. */
    public CaptionedImages without(Collection<String> left) {
        Map<String, List<Conversation>> kept = new LinkedHashMap<>(conversations);
        kept.keySet().removeAll(left);
        return new CaptionedImages(kept);
    }

    /** Without what is said about nothing. */
    public CaptionedImages pictured() {
        return without(List.of(""));
    }

    /** A hash of all images and all that is said about them, in their order. */
    public String hash() {
        Fingerprint hash = new Fingerprint();
        conversations.forEach((image, said) -> hash.add(image, said));
        return hash.hex();
    }

    /** The images' names. */
    public List<String> images() {
        return images;
    }

    /** How many images there are. */
    public int size() {
        return images.size();
    }

    /** The name of one. */
    public String image(int index) {
        return images.get(index);
    }

    /** What is said about an image. */
    public List<Conversation> about(String image) {
        return conversations.getOrDefault(image, List.of());
    }

    /** Whether nothing said about an image has a left or a right. */
    public boolean mirrorable(String image) {
        return about(image).stream().noneMatch(CaptionedImages::hasSides);
    }

    private static boolean hasSides(Conversation conversation) {
        return SIDES.matcher(conversation.text()).find();
    }
}
