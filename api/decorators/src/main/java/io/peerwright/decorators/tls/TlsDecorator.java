package io.peerwright.decorators.tls;

import io.peerwright.api.Host;
import io.peerwright.api.spi.Decoration;
import io.peerwright.api.spi.TransportDecorator;
import io.peerwright.kit.tls.TlsTransport;

/** Secures the streams of a host with TLS. */
public final class TlsDecorator implements TransportDecorator<TlsConfig> {

  /** For the service loader. */
  public TlsDecorator() {}

  @Override
  public String name() {
    return "tls";
  }

  @Override
  public Class<TlsConfig> configType() {
    return TlsConfig.class;
  }

  @Override
  public TlsConfig defaults() {
    return TlsConfig.DEFAULT;
  }

  @Override
  public String explain(String component) {
    return switch (component) {
      case "keyStore" -> "our key and certificate chain, PKCS#12 or PEM; needed to listen";
      case "keyPassword" -> "password of the PKCS#12 file";
      case "trust" -> "whose certificates are accepted";
      case "trustStore" -> "certificates that are trusted, PKCS#12 or PEM; needed by store";
      case "trustPassword" -> "password of the PKCS#12 file";
      case "clientAuthentication" -> "whether those who connect must show a certificate";
      case "serverName" -> "name that the certificates of others must have; empty: any";
      case "protocols" -> "versions in use: TLSv1.3, TLSv1.2";
      default -> "";
    };
  }

  /**
   * Reads the stores at once: a peer that has a wrong password is to fail when it starts, not when
   * somebody connects.
   */
  @Override
  public Decoration decorate(Host host, TlsConfig config) {
    Engines engines = Engines.of(host, config);
    return Decoration.of(
        new TlsTransport(
            host.transport(),
            host.loop(),
            engines::client,
            engines.canListen() ? engines::server : null));
  }
}
