package io.peerwright.kit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NameSignaturesTest {

  private static final Urn NAME = Urn.user("alder");
  private static final NameRecord PLAIN =
      NameRecord.unsigned(List.of(Endpoint.parse("192.0.2.1:80")), Map.of("speed", "9"));

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static NameRecord with(NameRecord record, String key, String signature) {
    return new NameRecord(
        record.endpoints(), record.attributes(), record.sequence(), key, signature);
  }

  private static NameRecord signed() throws Exception {
    KeyPair owner = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    NameRecord record = with(PLAIN, base64(owner.getPublic().getEncoded()), "");
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(owner.getPrivate());
    signer.update(record.bytesToSign(NAME));
    return with(record, record.publicKey(), base64(signer.sign()));
  }

  @Test
  void whatIsSignedByItsKeyIsGenuine() throws Exception {
    assertTrue(NameSignatures.isGenuine(NAME, signed()));
    assertTrue(NameSignatures.isGenuine(NAME, PLAIN), "not signed at all");
  }

  @Test
  void whatIsNotIsNot() throws Exception {
    NameRecord good = signed();
    assertFalse(NameSignatures.isGenuine(Urn.user("aspen"), good));
    assertFalse(NameSignatures.isGenuine(NAME, with(good, signed().publicKey(), good.signature())));
    assertFalse(NameSignatures.isGenuine(NAME, with(good, good.publicKey(), "")));
    assertFalse(NameSignatures.isGenuine(NAME, with(good, "", good.signature())));
    NameRecord newer =
        new NameRecord(good.endpoints(), good.attributes(), 1, good.publicKey(), good.signature());
    assertFalse(NameSignatures.isGenuine(NAME, newer));
  }

  /** Whatever a stranger writes there, the answer is no. */
  @Test
  void nonsenseIsNoSignature() throws Exception {
    NameRecord good = signed();
    Random random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      String key = i % 3 == 0 ? good.publicKey() : damaged(good.publicKey(), random);
      String signature = i % 3 == 1 ? good.signature() : damaged(good.signature(), random);
      assertFalse(NameSignatures.isGenuine(NAME, with(good, key, signature)), key + signature);
    }
  }

  private static String damaged(String text, Random random) {
    StringBuilder bad = new StringBuilder(text);
    int at = random.nextInt(text.length() - 2);
    switch (random.nextInt(3)) {
      case 0 -> bad.setCharAt(at, bad.charAt(at) == 'A' ? 'B' : 'A');
      case 1 -> bad.setLength(at);
      default -> bad.insert(at, (char) random.nextInt(0x2000));
    }
    return bad.toString();
  }
}
