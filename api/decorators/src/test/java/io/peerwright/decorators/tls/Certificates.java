package io.peerwright.decorators.tls;

import io.peerwright.kit.tls.KeyFiles;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
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

  /** The key and the certificate of a store as PEM, in a folder of the test. */
  static Path pem(String name, Path folder) throws IOException, GeneralSecurityException {
    KeyStore store = KeyFiles.read(store(name), PASSWORD.toCharArray());
    byte[] key = store.getKey(name, PASSWORD.toCharArray()).getEncoded();
    byte[] certificate = store.getCertificate(name).getEncoded();
    return Files.writeString(
        folder.resolve(name + ".pem"),
        block("PRIVATE KEY", key) + block("CERTIFICATE", certificate));
  }

  private static String block(String label, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
  }
}
