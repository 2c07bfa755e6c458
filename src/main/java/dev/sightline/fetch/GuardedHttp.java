package dev.sightline.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpRequestRetryStrategy;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes HTTP clients that connect to nothing but what an {@link AddressGuard} allowed, without a proxy, cookies,
 * credentials, redirects or decompression: whoever uses one decides on each of them himself.
 */
public final class GuardedHttp {
    private static final Duration KEPT_ALIVE = Duration.ofSeconds(30);
    private static final int CONNECTIONS = 64;
    private static final int CONNECTIONS_PER_HOST = 16;

    private GuardedHttp() {}

    /** A client whose caller closes it; {@code timeout} bounds the wait for a connection and for each read. */
    public static CloseableHttpClient client(AddressGuard guard, Duration timeout) {
        return client(guard, timeout, DefaultClientTlsStrategy.createDefault());
    }

    /** The same with other trust in servers than the platform's. */
    static CloseableHttpClient client(AddressGuard guard, Duration timeout, SSLContext trust) {
        return client(guard, timeout, new DefaultClientTlsStrategy(trust));
    }

    private static CloseableHttpClient client(AddressGuard guard, Duration timeout, TlsSocketStrategy tls) {
        var limit = Timeout.of(timeout);
        var connections = new Connections()
                .setDnsResolver(new Resolver(guard))
                .setTlsSocketStrategy(tls)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(16 << 10)
                                .setMaxHeaderCount(200)
                                .setMaxEmptyLineCount(10)
                                .build())
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(limit)
                        .setSocketTimeout(limit)
                        .setTimeToLive(TimeValue.of(KEPT_ALIVE))
                        .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                        .build())
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS_PER_HOST)
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(limit)
                        .setResponseTimeout(limit)
                        .setAuthenticationEnabled(false)
                        .setRedirectsEnabled(false)
                        .setHardCancellationEnabled(true)
                        .build())
                .setUserAgent("Sightline")
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .setRetryStrategy(new EndedConnection())
                .disableContentCompression()
                .build();
    }

    /** Looks names up through the guard alone. */
    private record Resolver(AddressGuard guard) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return guard.resolve(host).toArray(InetAddress[]::new);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    /** Asks once more where a kept connection had ended before the server saw the request; nothing else is tried again. */
    private static final class EndedConnection implements HttpRequestRetryStrategy {
        @Override
        public boolean retryRequest(HttpRequest request, IOException failure, int attempts, HttpContext context) {
            return attempts == 1
                    && failure instanceof NoHttpResponseException
                    && request.getMethod().equals("GET");
        }

        @Override
        public boolean retryRequest(HttpResponse response, int attempts, HttpContext context) {
            return false;
        }

        @Override
        public TimeValue getRetryInterval(HttpResponse response, int attempts, HttpContext context) {
            return TimeValue.ZERO_MILLISECONDS;
        }
    }

    /** Opens sockets that pass by the platform's proxies: a proxy would look the name up again, and reach other networks. */
    private static final class Connections extends PoolingHttpClientConnectionManagerBuilder {
        @Override
        protected HttpClientConnectionOperator createConnectionOperator(
                SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
            return new DefaultHttpClientConnectionOperator(
                    proxy -> new Socket(Proxy.NO_PROXY),
                    ports,
                    names,
                    RegistryBuilder.<TlsSocketStrategy>create()
                            .register("https", tls)
                            .build());
        }
    }
}
