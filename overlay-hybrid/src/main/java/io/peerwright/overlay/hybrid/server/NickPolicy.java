package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.Loop;
import io.peerwright.kit.limit.AddressKey;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import org.jspecify.annotations.Nullable;

/** Who may have which nick. */
final class NickPolicy {

  static final String TOO_FAST = "Connecting too fast";
  private static final int MAX_NICK = 32;
  private static final String FORBIDDEN_IN_NICKS = "\"#$&*,:?";

  /** A user who comes again this long after the last login takes the place of the old session. */
  private static final long GHOST_NANOS = 120_000_000_000L;

  private final int maxUsers;
  private final Loop loop;
  private final UserDirectory directory;
  private final Accounts accounts;
  private final NickDirectory names;
  private final NickChallenge challenge;

  NickPolicy(
      HybridServerConfig config,
      Loop loop,
      UserDirectory directory,
      Outbox outbox,
      Accounts accounts,
      NickDirectory names) {
    this.maxUsers = config.maxUsers();
    this.loop = loop;
    this.directory = directory;
    this.accounts = accounts;
    this.names = names;
    this.challenge = new NickChallenge(loop, outbox, config.serverName());
  }

  /** True for 1 to 32 printable ASCII characters without those that mean something elsewhere. */
  static boolean isNick(String nick) {
    if (nick.isEmpty() || nick.length() > MAX_NICK) {
      return false;
    }
    for (int i = 0; i < nick.length(); i++) {
      char c = nick.charAt(i);
      if (c <= ' ' || c > '~' || FORBIDDEN_IN_NICKS.indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** True if a nick is not to be had without more. */
  boolean isHeld(String nick) {
    return accounts.isRegistered(nick) || directory.user(nick) != null || names.isBound(nick);
  }

  /**
   * Why a nick cannot be had now; null if it can. Asked before the work on a password, and again
   * after it, because others come and go meanwhile.
   */
  @Nullable String refusal(ClientSession session, String nick, boolean byAccount) {
    if (names.isBound(nick)) {
      return Accounts.TAKEN;
    }
    ClientSession other = directory.user(nick);
    if (other != null) {
      if (isGhost(other, session, byAccount)) {
        return null;
      }
      challenge.ask(other);
      return TOO_FAST;
    }
    return directory.isFull() ? full() : null;
  }

  /**
   * The old session of a user who has come back, most likely after a break of the line: one of the
   * same account or, if it has none, of the same address. A nick that somebody uses elsewhere
   * without an account is not to be had by registering it.
   */
  private boolean isGhost(ClientSession other, ClientSession session, boolean byAccount) {
    boolean same =
        other.registered
            ? byAccount
            : AddressKey.isSame(other.link.remote(), session.link.remote());
    return same && loop.nanoTime() - other.loginNanos > GHOST_NANOS;
  }

  /** What who finds no room is told. */
  String full() {
    return "This server is full (" + maxUsers + " users).";
  }
}
