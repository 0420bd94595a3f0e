package io.peerwright.kit.request;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    NameRecord record = with(PLAIN, base64(owner.getPublic().getEncoded()), null);
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
    assertFalse(NameSignatures.isGenuine(NAME, with(good, good.publicKey(), null)));
    assertFalse(NameSignatures.isGenuine(NAME, with(good, null, good.signature())));
    NameRecord newer =
        new NameRecord(good.endpoints(), good.attributes(), 1, good.publicKey(), good.signature());
    assertFalse(NameSignatures.isGenuine(NAME, newer));
  }

  /** Points of order 1, 2, 4 and 8: a signature that nobody has made fits many a text. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
      })
  void aKeyOfSmallOrderIsNobodys(String point) {
    String key = base64(HexFormat.of().parseHex("302a300506032b6570032100" + point));
    byte[] neutral = new byte[64];
    neutral[0] = 1;
    for (int i = 0; i < 200; i++) {
      NameRecord record = new NameRecord(List.of(), Map.of(), i, key, base64(neutral));
      assertFalse(NameSignatures.isGenuine(NAME, record), "sequence " + i);
    }
  }

  @Test
  void aKeyHasOneEncoding() throws Exception {
    KeyPair owner = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] own = Arrays.copyOf(owner.getPublic().getEncoded(), 60);
    NameRecord record = with(PLAIN, base64(own), null);
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(owner.getPrivate());
    signer.update(record.bytesToSign(NAME));
    assertFalse(NameSignatures.isGenuine(NAME, with(record, base64(own), base64(signer.sign()))));
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
