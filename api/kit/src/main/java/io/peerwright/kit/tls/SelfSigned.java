package io.peerwright.kit.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * Keys for TLS that proves nothing but that nobody who only listens hears anything: a certificate
 * that its own key has signed, and anybody's is accepted. The JDK turns suites without a
 * certificate down, whatever an engine is told ({@code anon} in {@code
 * jdk.tls.disabledAlgorithms}).
 */
public final class SelfSigned {

  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int UTF8_STRING = 0x0c;
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;

  /** 2.5.4.3, as it is encoded. */
  private static final byte[] COMMON_NAME = {0x06, 3, 0x55, 4, 3};

  /** 1.2.840.10045.4.3.2, in a sequence of nothing else. */
  private static final byte[] ECDSA_WITH_SHA256 = {
    SEQUENCE, 10, 0x06, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2
  };

  private static final byte[] SINCE = text("200101000000Z");

  /** The date that says that there is no last one (RFC 5280, 4.1.2.5). */
  private static final byte[] UNTIL = text("99991231235959Z");

  private static final int SERIAL_BYTES = 8;
  private static final int LONG_FORM = 0x80;
  private static final char[] PASSWORD = {'-'};

  private SelfSigned() {}

  /**
   * Makes a key and its certificate. Takes some milliseconds.
   *
   * @param name whom the certificate is made out to; others see it
   * @param random of the key and of what engines draw
   */
  public static SSLContext context(String name, LoopRandom random) throws GeneralSecurityException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      // The newer kind derives a key from the password, which takes longer than all the rest.
      KeyStore store = KeyStore.getInstance("JKS");
      store.load(null, null);
      Certificate[] chain = {certificate(name, pair, random)};
      store.setKeyEntry("key", pair.getPrivate(), PASSWORD, chain);
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), Trusting.anybody(), random);
      return context;
    } catch (IOException impossible) {
      throw new GeneralSecurityException("an empty store is made of nothing", impossible);
    }
  }

  /**
   * An engine; with the suites without a certificate behind the others, where the security
   * properties of the process leave any.
   */
  public static SSLEngine engine(SSLContext context, boolean client) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(client);
    Set<String> suites = new LinkedHashSet<>(List.of(engine.getEnabledCipherSuites()));
    for (String suite : engine.getSupportedCipherSuites()) {
      if (suite.contains("_anon_WITH_AES_")) {
        suites.add(suite);
      }
    }
    engine.setEnabledCipherSuites(suites.toArray(String[]::new));
    return engine;
  }

  /** As RFC 5280, 4.1 has it, of the first version: it has no extensions. */
  private static Certificate certificate(String name, KeyPair pair, LoopRandom random)
      throws GeneralSecurityException {
    byte[] serial = new byte[SERIAL_BYTES];
    random.nextBytes(serial);
    serial[0] = (byte) (serial[0] & 0x3f | 0x40);
    byte[] common = node(UTF8_STRING, name.getBytes(StandardCharsets.UTF_8));
    byte[] subject = node(SEQUENCE, node(SET, node(SEQUENCE, COMMON_NAME, common)));
    byte[] signed =
        node(
            SEQUENCE,
            node(INTEGER, serial),
            ECDSA_WITH_SHA256,
            subject,
            node(SEQUENCE, node(UTC_TIME, SINCE), node(GENERALIZED_TIME, UNTIL)),
            subject,
            pair.getPublic().getEncoded());
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate(), random);
    signature.update(signed);
    byte[] whole =
        node(SEQUENCE, signed, ECDSA_WITH_SHA256, node(BIT_STRING, new byte[1], signature.sign()));
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(whole));
  }

  private static byte[] text(String ascii) {
    return ascii.getBytes(StandardCharsets.US_ASCII);
  }

  /** In DER (X.690, 8.1): a tag, a length, and what is inside. */
  private static byte[] node(int tag, byte[]... inside) {
    int length = 0;
    for (byte[] each : inside) {
      length += each.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (length >= LONG_FORM) {
      int bytes = length > 0xff ? 2 : 1;
      out.write(LONG_FORM | bytes);
      if (bytes == 2) {
        out.write(length >> 8);
      }
    }
    out.write(length);
    for (byte[] each : inside) {
      out.writeBytes(each);
    }
    return out.toByteArray();
  }
}
