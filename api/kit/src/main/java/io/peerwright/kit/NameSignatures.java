package io.peerwright.kit;

import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.overlay.Urn;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Checks who has signed what a name stands for, with Ed25519 (RFC 8032). */
public final class NameSignatures {

  /** About what a check costs, for {@link io.peerwright.api.Loop#offload}. */
  public static final long CHECK_NANOS = 200_000;

  private static final String ALGORITHM = "Ed25519";

  private NameSignatures() {}

  /**
   * Whether a record may be given out for {@code name}: if it is signed, then by its key and for
   * this name, and if it is not, then not by half. Takes a while, so not on the loop.
   */
  public static boolean isGenuine(Urn name, NameRecord record) {
    if (record.publicKey().isEmpty() && record.signature().isEmpty()) {
      return true;
    }
    Base64.Decoder base64 = Base64.getUrlDecoder();
    try {
      X509EncodedKeySpec key = new X509EncodedKeySpec(base64.decode(record.publicKey()));
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(KeyFactory.getInstance(ALGORITHM).generatePublic(key));
      verifier.update(record.bytesToSign(name));
      return verifier.verify(base64.decode(record.signature()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Not a key, not a signature, or not base64.
      return false;
    }
  }
}
