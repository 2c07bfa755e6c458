package dev.sightline.preprocess;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/** The image readers of the Java platform itself, whatever other readers are on the class path. */
final class JdkReaders {
    private JdkReaders() {}

    /** The provider of a format's readers; making readers from it does not search the registry again. */
    static ImageReaderSpi of(String format) {
        Iterator<ImageReaderSpi> providers =
                IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
        while (providers.hasNext()) {
            var provider = providers.next();
            if ("java.desktop".equals(provider.getClass().getModule().getName())
                    && Arrays.asList(provider.getFormatNames()).contains(format)) {
                return provider;
            }
        }
        throw new IllegalStateException("this Java platform has no reader for " + format);
    }

    /** Uses a fresh reader over the bytes and collects what it warned of. */
    static <T> T read(ImageReaderSpi provider, byte[] file, Reading<T> reading) throws IOException {
        var reader = provider.createReaderInstance();
        var warnings = new ArrayList<String>();
        try (var input = new ByteArrayImageInputStream(file)) {
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.setInput(input, true, true);
            return reading.read(reader, warnings);
        } finally {
            reader.dispose();
        }
    }

    /** What is done with a reader; the warnings grow while it reads. */
    interface Reading<T> {
        T read(ImageReader reader, List<String> warnings) throws IOException;
    }
}
