package io.peerwright.decorators.tls;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** The stores of the tests: each has a key, and a certificate that the key itself has signed. */
final class Certificates {

  static final String PASSWORD = "secret";

  private Certificates() {}

  /** The store of {@code peer}, {@code stranger} or {@code rsa}; its name is {@code peer.test}. */
  static Path store(String name) {
    try {
      return Path.of(Objects.requireNonNull(Certificates.class.getResource(name + ".p12")).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Shows the one certificate and trusts the other. */
  static TlsConfig trusting(String own, String trusted) {
    return TlsConfig.of(store(own), PASSWORD, store(trusted));
  }
}
