package dev.sightline.fetch;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key for {@code images.example} and {@code other.example}, and trust in it. */
final class TestTls {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private static final SSLContext CONTEXT = load();

    private TestTls() {}

    static SSLContext context() {
        return CONTEXT;
    }

    private static SSLContext load() {
        try (var file = TestTls.class.getResourceAsStream("/fetch/images.example.p12")) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(file, PASSWORD);
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
