package io.peerwright.kit.request;

import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.tls.LoopRandom;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Signs what a name stands for, and checks who has signed it, with Ed25519 (RFC 8032). Both take a
 * while, so not on the loop.
 */
public final class NameSignatures {

  /** About what a check costs, for {@link io.peerwright.api.Loop#offload}. */
  public static final long CHECK_NANOS = 200_000;

  private static final String ALGORITHM = "Ed25519";
  private static final BigInteger PRIME =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger CURVE_D =
      BigInteger.valueOf(-121_665).multiply(BigInteger.valueOf(121_666).modInverse(PRIME));

  private NameSignatures() {}

  /** A new pair of keys. */
  public static KeyPair newKeys(LoopRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
      generator.initialize(NamedParameterSpec.ED25519, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /**
   * A record with the key and the signature of its owner.
   *
   * @throws GeneralSecurityException if the keys are not of Ed25519
   */
  public static NameRecord sign(Urn name, NameRecord record, KeyPair owner)
      throws GeneralSecurityException {
    String key = base64(owner.getPublic().getEncoded());
    NameRecord unsigned = with(record, key, null);
    Signature signer = Signature.getInstance(ALGORITHM);
    signer.initSign(owner.getPrivate());
    signer.update(unsigned.bytesToSign(name));
    return with(unsigned, key, base64(signer.sign()));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static NameRecord with(NameRecord record, String key, @Nullable String signature) {
    return new NameRecord(
        record.endpoints(), record.attributes(), record.sequence(), key, signature);
  }

  /**
   * Whether a record may be given out for {@code name}: if it is signed, then by its key and for
   * this name, and if it is not, then not by half.
   */
  public static boolean isGenuine(Urn name, NameRecord record) {
    String owner = record.publicKey();
    String signature = record.signature();
    if (owner == null || signature == null) {
      return owner == null && signature == null;
    }
    Base64.Decoder base64 = Base64.getUrlDecoder();
    try {
      byte[] encoded = base64.decode(owner);
      PublicKey key =
          KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
      if (!Arrays.equals(encoded, key.getEncoded()) || isOfSmallOrder((EdECPublicKey) key)) {
        return false;
      }
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(record.bytesToSign(name));
      return verifier.verify(base64.decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Not a key, not a signature, or not base64.
      return false;
    }
  }

  /**
   * Whether eight times the point is the neutral element: such a key verifies signatures that
   * nobody has made. Its y is 0 or 1 or -1, or twice the point has y = 0 (RFC 8032, section 5.1.4).
   */
  private static boolean isOfSmallOrder(EdECPublicKey key) {
    BigInteger y = key.getPoint().getY();
    BigInteger square = y.multiply(y).mod(PRIME);
    BigInteger doubled =
        CURVE_D.multiply(square).add(BigInteger.TWO).multiply(square).subtract(BigInteger.ONE);
    return square.signum() == 0
        || square.equals(BigInteger.ONE)
        || doubled.mod(PRIME).signum() == 0;
  }
}
