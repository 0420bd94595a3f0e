package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The registered nicks. They outlast that the server leaves and, if there is a file for them, that
 * its process ends in any way: a registration is answered when it is on the disk.
 */
final class Accounts {

  static final String TAKEN = "That nick is registered already.";

  private static final String NOT_STORED = "password cannot be stored";
  private static final int SALT_BYTES = 16;
  private static final long MODELLED_WRITE_NANOS = 5_000_000;

  /** A line for the file, and who waits for it. */
  private record Write(String line, Consumer<Boolean> done) {}

  private final Loop loop;
  private final int maxAccounts;
  private final PasswordHashes hashes;
  private final Map<String, Account> accounts = new LinkedHashMap<>();
  private final List<Write> unwritten = new ArrayList<>();
  private @Nullable AccountLog log;

  /** What is to be done with the file, one after the other. */
  private final Queue<Runnable> fileSteps = new ArrayDeque<>();

  private boolean fileBusy;

  /**
   * No account yet.
   *
   * @param changesPerMinute wrong passwords and changes of accounts by one address
   */
  Accounts(Loop loop, int maxAccounts, int changesPerMinute) {
    this.loop = loop;
    this.maxAccounts = maxAccounts;
    this.hashes = new PasswordHashes(loop, changesPerMinute);
  }

  /** Takes over what a file says, and keeps it there from now on; calls back with what failed. */
  void open(Path file, Consumer<@Nullable Throwable> done) {
    fileSteps.add(
        () ->
            loop.offload(
                () -> AccountLog.open(file),
                MODELLED_WRITE_NANOS,
                (opened, failure) -> {
                  if (opened != null) {
                    log = opened;
                    opened.accounts().forEach(each -> accounts.put(each.key, each));
                  }
                  stepDone();
                  done.accept(failure);
                }));
    nextStep();
  }

  /** Gives the file back once all is written; the accounts stay in memory. */
  void close() {
    fileSteps.add(
        () -> {
          AccountLog open = log;
          log = null;
          if (open == null) {
            stepDone();
            return;
          }
          List<String> lines = accounts.values().stream().map(AccountLog::line).toList();
          loop.offload(
              () -> {
                open.close(lines);
                return true;
              },
              MODELLED_WRITE_NANOS,
              (closed, failure) -> stepDone());
        });
    nextStep();
  }

  /** Works on the file take turns. */
  private void nextStep() {
    if (!fileBusy && !fileSteps.isEmpty()) {
      fileBusy = true;
      fileSteps.remove().run();
    }
  }

  private void stepDone() {
    fileBusy = false;
    nextStep();
  }

  boolean isRegistered(String nick) {
    return accounts.containsKey(NickKey.of(nick));
  }

  /** True if no nick can be added. */
  boolean isFull() {
    return accounts.size() >= maxAccounts;
  }

  /** True if no work on passwords should be begun for that address. */
  boolean isBusy(Endpoint from) {
    return hashes.isBusy(from);
  }

  /** When a registered user left, in milliseconds since 1970; -1 if the nick is not registered. */
  long lastSeenMillis(String nick) {
    Account account = accounts.get(NickKey.of(nick));
    return account == null ? -1 : account.lastSeenMillis;
  }

  void left(String nick, long nowMillis) {
    Account account = accounts.get(NickKey.of(nick));
    if (account != null) {
      account.lastSeenMillis = nowMillis;
    }
  }

  void changeEmail(Endpoint from, String nick, String email) {
    Account account = accounts.get(NickKey.of(nick));
    if (account != null) {
      hashes.charge(from);
      account.email = email;
      write(account, stored -> {});
    }
  }

  /**
   * Registers a nick.
   *
   * @param refusal asked when the password has been hashed: why it cannot be registered after all
   * @param done called on the loop with what went wrong, or with null
   */
  void register(
      Endpoint from,
      String nick,
      String password,
      String email,
      Supplier<@Nullable String> refusal,
      Consumer<@Nullable String> done) {
    hashes.charge(from);
    byte[] salt = newSalt();
    hashes.hash(
        from,
        password,
        salt,
        hash -> {
          // Somebody else may have been faster while the password was being hashed.
          String error = isRegistered(nick) ? TAKEN : refusal.get();
          if (hash == null || error != null) {
            done.accept(error == null ? NOT_STORED : error);
            return;
          }
          Account account = new Account(NickKey.of(nick));
          account.salt = salt;
          account.hash = hash;
          account.email = email;
          accounts.put(account.key, account);
          write(
              account,
              stored -> {
                if (!stored) {
                  accounts.remove(account.key, account);
                }
                done.accept(stored ? null : NOT_STORED);
              });
        });
  }

  /** Gives a registered nick another password. Calls back on the loop as {@link #register}. */
  void changePassword(
      Endpoint from, String nick, String password, Consumer<@Nullable String> done) {
    hashes.charge(from);
    byte[] salt = newSalt();
    hashes.hash(
        from,
        password,
        salt,
        hash -> {
          Account account = accounts.get(NickKey.of(nick));
          if (hash == null || account == null) {
            done.accept(NOT_STORED);
            return;
          }
          account.salt = salt;
          account.hash = hash;
          write(account, stored -> done.accept(stored ? null : NOT_STORED));
        });
  }

  /** Checks the password of a registered nick. Calls back on the loop as {@link #register}. */
  void check(Endpoint from, String nick, String password, Consumer<@Nullable String> done) {
    Account account = accounts.get(NickKey.of(nick));
    if (account == null) {
      throw new IllegalArgumentException(nick + " is not registered");
    }
    byte[] salt = account.salt;
    hashes.hash(
        from,
        password,
        salt,
        hash -> {
          boolean right = hash != null && MessageDigest.isEqual(hash, account.hash);
          if (!right) {
            hashes.charge(from);
          }
          done.accept(right ? null : "Invalid Password");
        });
  }

  private byte[] newSalt() {
    byte[] salt = new byte[SALT_BYTES];
    loop.secureRandom(salt);
    return salt;
  }

  private void write(Account account, Consumer<Boolean> done) {
    if (log == null) {
      done.accept(true);
      return;
    }
    unwritten.add(new Write(AccountLog.line(account), done));
    if (unwritten.size() == 1) {
      fileSteps.add(this::writeAll);
      nextStep();
    }
  }

  /** All that wait go to the disk together. */
  private void writeAll() {
    AccountLog open = log;
    List<Write> batch = List.copyOf(unwritten);
    unwritten.clear();
    StringBuilder lines = new StringBuilder();
    batch.forEach(each -> lines.append(each.line()));
    loop.offload(
        () -> {
          Objects.requireNonNull(open).append(lines.toString());
          return true;
        },
        MODELLED_WRITE_NANOS,
        (done, failure) -> {
          stepDone();
          batch.forEach(each -> each.done().accept(failure == null));
        });
  }
}
