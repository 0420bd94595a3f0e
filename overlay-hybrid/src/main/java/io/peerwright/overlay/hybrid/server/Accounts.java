package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.Loop;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** The registered nicks, in memory. Passwords are kept as salted hashes made away from the loop. */
final class Accounts {

  private static final String NOT_STORED = "password cannot be stored";
  private static final int ITERATIONS = 20_000;
  private static final int HASH_BITS = 256;
  private static final int SALT_BYTES = 16;
  private static final long MODELLED_HASH_NANOS = 10_000_000;

  /** Some seconds of work for a few processors: what comes later would wait for longer. */
  static final int MAX_HASHES = 256;

  /** One registered nick. */
  private static final class Account {
    byte[] salt = new byte[0];
    byte[] hash = new byte[0];
    String email = "";
    long lastSeenMillis;
  }

  private final Loop loop;
  private final int maxAccounts;
  private final Map<String, Account> accounts = new LinkedHashMap<>();
  private int hashes;

  Accounts(Loop loop, int maxAccounts) {
    this.loop = loop;
    this.maxAccounts = maxAccounts;
  }

  boolean isRegistered(String nick) {
    return accounts.containsKey(Hub.key(nick));
  }

  /** True if no nick can be added. */
  boolean isFull() {
    return accounts.size() >= maxAccounts;
  }

  /** True if so many passwords are being hashed that no other one should be begun. */
  boolean isBusy() {
    return hashes >= MAX_HASHES;
  }

  /** When a registered user left, in milliseconds since 1970; -1 if the nick is not registered. */
  long lastSeenMillis(String nick) {
    Account account = accounts.get(Hub.key(nick));
    return account == null ? -1 : account.lastSeenMillis;
  }

  void left(String nick, long nowMillis) {
    Account account = accounts.get(Hub.key(nick));
    if (account != null) {
      account.lastSeenMillis = nowMillis;
    }
  }

  void changeEmail(String nick, String email) {
    Account account = accounts.get(Hub.key(nick));
    if (account != null) {
      account.email = email;
    }
  }

  /**
   * Registers a nick.
   *
   * @param refusal asked when the password has been hashed: why it cannot be registered after all
   * @param done called on the loop with what went wrong, or with null
   */
  void register(
      String nick,
      String password,
      String email,
      Supplier<@Nullable String> refusal,
      Consumer<@Nullable String> done) {
    byte[] salt = newSalt();
    hash(
        password,
        salt,
        hash -> {
          // Somebody else may have been faster while the password was being hashed.
          String error = isRegistered(nick) ? LoginCommands.TAKEN : refusal.get();
          if (hash == null || error != null) {
            done.accept(error == null ? NOT_STORED : error);
          } else {
            Account account = new Account();
            account.salt = salt;
            account.hash = hash;
            account.email = email;
            accounts.put(Hub.key(nick), account);
            done.accept(null);
          }
        });
  }

  /** Gives a registered nick another password. Calls back on the loop as {@link #register}. */
  void changePassword(String nick, String password, Consumer<@Nullable String> done) {
    byte[] salt = newSalt();
    hash(
        password,
        salt,
        hash -> {
          Account account = accounts.get(Hub.key(nick));
          if (hash == null || account == null) {
            done.accept(NOT_STORED);
            return;
          }
          account.salt = salt;
          account.hash = hash;
          done.accept(null);
        });
  }

  /** Checks the password of a registered nick. Calls back on the loop as {@link #register}. */
  void check(String nick, String password, Consumer<@Nullable String> done) {
    Account account = accounts.get(Hub.key(nick));
    if (account == null) {
      throw new IllegalArgumentException(nick + " is not registered");
    }
    byte[] salt = account.salt;
    hash(
        password,
        salt,
        hash -> {
          boolean right = hash != null && MessageDigest.isEqual(hash, account.hash);
          done.accept(right ? null : "Invalid Password");
        });
  }

  private byte[] newSalt() {
    byte[] salt = new byte[SALT_BYTES];
    loop.secureRandom(salt);
    return salt;
  }

  private void hash(String password, byte[] salt, Consumer<byte @Nullable []> done) {
    hashes++;
    loop.offload(
        () -> hash(password, salt),
        MODELLED_HASH_NANOS,
        (hash, failure) -> {
          hashes--;
          done.accept(hash);
        });
  }

  private static byte[] hash(String password, byte[] salt) throws GeneralSecurityException {
    // PBKDF2 wants characters; every byte of the password is one.
    char[] characters =
        new String(password.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1)
            .toCharArray();
    PBEKeySpec key = new PBEKeySpec(characters, salt, ITERATIONS, HASH_BITS);
    return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key).getEncoded();
  }
}
