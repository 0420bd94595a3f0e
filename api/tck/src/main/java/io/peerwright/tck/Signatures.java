package io.peerwright.tck;

import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.overlay.Urn;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Signs records, with Ed25519. */
final class Signatures {

  private Signatures() {}

  static KeyPair newKey() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The record with the key and the signature of its owner. */
  static NameRecord sign(Urn name, NameRecord record, KeyPair owner) {
    try {
      NameRecord unsigned = with(record, base64(owner.getPublic().getEncoded()), null);
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(owner.getPrivate());
      signer.update(unsigned.bytesToSign(name));
      return with(unsigned, unsigned.publicKey(), base64(signer.sign()));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static NameRecord with(
      NameRecord record, @Nullable String publicKey, @Nullable String signature) {
    return new NameRecord(
        record.endpoints(), record.attributes(), record.sequence(), publicKey, signature);
  }
}
