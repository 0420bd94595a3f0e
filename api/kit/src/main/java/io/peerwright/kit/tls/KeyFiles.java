package io.peerwright.kit.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keys and certificates from files, PKCS#12 (RFC 7292) or PEM (RFC 7468). */
public final class KeyFiles {

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private KeyFiles() {}

  /** Reads a store; for a PEM file the password does not matter. */
  public static KeyStore read(Path file, char[] password)
      throws IOException, GeneralSecurityException {
    return read(Files.readAllBytes(file), password);
  }

  /** The same of what stands in such a file. */
  public static KeyStore read(byte[] content, char[] password)
      throws IOException, GeneralSecurityException {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    KeyStore store = KeyStore.getInstance("PKCS12");
    if (text.contains("-----BEGIN ")) {
      store.load(null, null);
      fill(store, text, password);
    } else {
      store.load(new ByteArrayInputStream(content), password);
    }
    return store;
  }

  private static void fill(KeyStore store, String text, char[] password)
      throws IOException, GeneralSecurityException {
    List<Certificate> chain = new ArrayList<>();
    PrivateKey key = null;
    Matcher block = PEM.matcher(text);
    while (block.find()) {
      byte[] bytes = decoded(block.group(2));
      switch (block.group(1)) {
        case "CERTIFICATE" -> chain.add(certificate(bytes));
        case "PRIVATE KEY" -> key = key(bytes);
        case "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY" ->
            throw new IOException(
                "the key is not in the form PKCS#8 without a password; convert it with"
                    + " openssl pkcs8 -topk8 -nodes");
        default -> {
          // Parameters of a curve and the like: the key has them, too.
        }
      }
    }
    if (chain.isEmpty()) {
      throw new IOException("there is no certificate in it");
    }
    if (key != null) {
      store.setKeyEntry("key", key, password, chain.toArray(new Certificate[0]));
    } else {
      for (int i = 0; i < chain.size(); i++) {
        store.setCertificateEntry("trusted-" + i, chain.get(i));
      }
    }
  }

  private static byte[] decoded(String base64) throws IOException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IOException("it is damaged: " + e.getMessage(), e);
    }
  }

  private static Certificate certificate(byte[] bytes) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(bytes));
  }

  private static PrivateKey key(byte[] bytes) throws GeneralSecurityException {
    @Nullable InvalidKeySpecException refused = null;
    for (String algorithm : List.of("EC", "RSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      } catch (InvalidKeySpecException e) {
        refused = e;
      }
    }
    throw new InvalidKeySpecException("the key is neither an EC nor an RSA key", refused);
  }
}
