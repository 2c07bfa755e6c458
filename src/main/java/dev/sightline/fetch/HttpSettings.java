package dev.sightline.fetch;

/**
 * How images are fetched from the web; {@code sightline.fetch.http.*}.
 *
 * @param guard        what may be reached
 * @param maxRedirects how many redirects are followed, each checked like the first address
 */
public record HttpSettings(GuardSettings guard, int maxRedirects) {
    public HttpSettings {
        if (maxRedirects < 0) {
            throw new IllegalArgumentException("max-redirects must be at least 0");
        }
    }

    /** The public web, five redirects. */
    public static HttpSettings defaults() {
        return new HttpSettings(GuardSettings.defaults(), 5);
    }
}
