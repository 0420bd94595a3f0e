package io.peerwright.api.sketches;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.naming.Naming;
import io.peerwright.api.overlay.Urn;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A supernode's part of a directory of user names, as Skype had it: a name belongs to the key that
 * took it first, and only a newer record signed by that key replaces the one that is here.
 *
 * <p>Shows {@link Naming} from the inside, signatures away from the loop, and stages that complete
 * on it.
 */
final class UserDirectory implements Naming {

  private static final long VERIFY_NANOS = 200_000;

  private final Loop loop;
  private final Map<Urn, NameRecord> records = new TreeMap<>();

  UserDirectory(Loop loop) {
    this.loop = loop;
  }

  /** The record with the key and the signature of its owner. */
  static NameRecord signed(Urn name, NameRecord plain, long sequence, KeyPair owner)
      throws GeneralSecurityException {
    String key = base64(owner.getPublic().getEncoded());
    NameRecord record = new NameRecord(plain.endpoints(), plain.attributes(), sequence, key, null);
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(owner.getPrivate());
    signer.update(record.bytesToSign(name));
    return new NameRecord(
        record.endpoints(), record.attributes(), sequence, key, base64(signer.sign()));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static boolean isGenuine(Urn name, NameRecord record) throws GeneralSecurityException {
    Base64.Decoder base64 = Base64.getUrlDecoder();
    X509EncodedKeySpec key = new X509EncodedKeySpec(base64.decode(record.publicKey()));
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(key));
    verifier.update(record.bytesToSign(name));
    return verifier.verify(base64.decode(record.signature()));
  }

  @Override
  public CompletionStage<Handle> register(Urn name, NameRecord record, Duration ttl) {
    CompletableFuture<Handle> registered = new CompletableFuture<>();
    loop.offload(
        () -> isGenuine(name, record),
        VERIFY_NANOS,
        (genuine, failure) -> {
          NameRecord known = records.get(name);
          if (failure != null || !genuine || known != null && !replaces(record, known)) {
            registered.completeExceptionally(
                new IllegalArgumentException(name + " is taken, or not signed by its owner"));
            return;
          }
          records.put(name, record);
          long expiry = loop.schedule(ttl.toNanos(), () -> records.remove(name, record));
          registered.complete(
              () -> {
                loop.cancel(expiry);
                records.remove(name, record);
              });
        });
    return registered;
  }

  private static boolean replaces(NameRecord newer, NameRecord known) {
    return Objects.equals(newer.publicKey(), known.publicKey())
        && newer.sequence() > known.sequence();
  }

  @Override
  public CompletionStage<List<NameRecord>> resolve(Urn name, Duration within) {
    CompletableFuture<List<NameRecord>> found = new CompletableFuture<>();
    loop.execute(
        () -> found.complete(records.containsKey(name) ? List.of(records.get(name)) : List.of()));
    return found;
  }
}
