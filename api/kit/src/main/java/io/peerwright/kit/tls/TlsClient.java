package io.peerwright.kit.tls;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Transport;
import io.peerwright.kit.HostFiles;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Connects one host to servers that are known by name, as HTTPS does (RFC 2818): their certificates
 * must be trusted and be made out to that name. Used on the loop of the host; the certificates that
 * are trusted are read once, off the loop, when the first server is to be asked.
 */
public final class TlsClient {

  private static final long READING_NANOS = 1_000_000;

  /**
   * Whose certificates are accepted.
   *
   * @param verify false accepts any certificate: who only listens hears nothing, but anybody in
   *     between can pose as the server, listen in and change what passes
   * @param store a PEM file with the certificates that are trusted; null for those that the JDK
   *     trusts. A relative path starts at the host's folder
   */
  public record Trust(boolean verify, @Nullable Path store) {

    /** Those that the JDK trusts. */
    public static final Trust DEFAULT = new Trust(true, null);
  }

  private final Host host;
  private final Trust trust;
  private final List<Runnable> waiting = new ArrayList<>();
  private @Nullable SSLContext context;
  private @Nullable OverlayException failure;

  /** A client that has read nothing yet. */
  public TlsClient(Host host, Trust trust) {
    this.host = host;
    this.trust = trust;
  }

  /**
   * Gives a transport whose streams lead to one server.
   *
   * @param name of the server, or its address as text
   * @param port of the server
   * @param ready called once on the loop, perhaps before this returns: with the transport, or with
   *     why there is none
   */
  public void to(
      String name,
      int port,
      BiConsumer<? super @Nullable Transport, ? super @Nullable OverlayException> ready) {
    SSLContext known = context;
    if (known != null) {
      ready.accept(transport(known, name, port), null);
    } else if (failure != null) {
      ready.accept(null, failure);
    } else {
      waiting.add(() -> to(name, port, ready));
      if (waiting.size() == 1) {
        read();
      }
    }
  }

  private void read() {
    // The loop's chance is the loop's: a worker must not draw from it.
    LoopRandom random = new LoopRandom(host.loop());
    host.loop()
        .<SSLContext>offload(
            () -> {
              SSLContext made = SSLContext.getInstance("TLS");
              made.init(null, trusted(), random);
              return made;
            },
            READING_NANOS,
            (made, thrown) -> {
              context = made;
              failure = made != null ? null : unusable(thrown);
              List<Runnable> all = List.copyOf(waiting);
              waiting.clear();
              all.forEach(Runnable::run);
            });
  }

  private OverlayException unusable(@Nullable Throwable thrown) {
    String what =
        thrown instanceof NoSuchFileException
            ? "there is no file " + thrown.getMessage()
            : String.valueOf(thrown == null ? null : thrown.getMessage());
    return new OverlayException(Reason.FAILED, "the certificates to trust cannot be read: " + what);
  }

  private TrustManager @Nullable [] trusted() throws GeneralSecurityException, IOException {
    if (!trust.verify()) {
      return Trusting.anybody();
    }
    Path store = trust.store();
    if (store == null) {
      return null;
    }
    return Trusting.those(KeyFiles.read(HostFiles.locate(host, store), new char[0]));
  }

  private Transport transport(SSLContext known, String name, int port) {
    return new TlsTransport(host.transport(), host.loop(), () -> engine(known, name, port), null);
  }

  private SSLEngine engine(SSLContext known, String name, int port) {
    SSLEngine engine = known.createSSLEngine(name, port);
    engine.setUseClientMode(true);
    if (trust.verify()) {
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      engine.setSSLParameters(parameters);
    }
    return engine;
  }
}
