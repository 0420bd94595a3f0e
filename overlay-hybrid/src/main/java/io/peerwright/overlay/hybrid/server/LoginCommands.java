package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.limit.AddressKey;
import io.peerwright.overlay.hybrid.HybridServerConfig.Registration;
import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.LinkType;
import io.peerwright.overlay.hybrid.wire.Login;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;
import org.jspecify.annotations.Nullable;

/** Nicks, passwords and the way in. */
final class LoginCommands {

  private static final int MAX_NICK = 32;
  private static final int MAX_PASSWORD = 128;
  private static final int MAX_CLIENT = 64;
  private static final int MAX_EMAIL = 128;
  private static final String FORBIDDEN_IN_NICKS = "\"#$&*,:?";

  /** A user who comes again this long after the last login takes the place of the old session. */
  private static final long GHOST_NANOS = 120_000_000_000L;

  private static final String TOO_FAST = "Connecting too fast";
  static final String TAKEN = "That nick is registered already.";
  private static final String VERSION = "VERSION peerwright 0.1";

  private final ServerState hub;
  private final NickChallenge challenge;

  LoginCommands(ServerState hub) {
    this.hub = hub;
    this.challenge = new NickChallenge(hub);
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

  /** 7. */
  void checkNick(ClientSession session, Fields fields) {
    String nick = fields.rest();
    int answer = MessageType.NICK_FREE;
    if (!isNick(nick)) {
      answer = MessageType.NICK_INVALID;
    } else if (isHeld(nick)) {
      answer = MessageType.NICK_TAKEN;
    }
    hub.to(session).begin(answer);
  }

  /** 2 and 6. */
  void login(ClientSession session, int type, Fields fields) {
    Login login;
    try {
      login = Login.parse(fields);
    } catch (MalformedException tooShort) {
      hub.counters.loginsRefused++;
      session.refuse(MessageType.NOTICE, String.valueOf(tooShort.getMessage()));
      return;
    }
    if (!isNick(login.nick())) {
      refuse(session, MessageType.NICK_INVALID, "Invalid nick: " + login.nick());
    } else if (!LinkType.isValid(login.linkType())) {
      refuse(session, login.linkType() + ": invalid speed");
    } else if (isTooLong(login)) {
      refuse(session, "Too long");
    } else {
      admit(session, login, type == MessageType.REGISTER);
    }
  }

  private static boolean isTooLong(Login login) {
    return login.password().length() > MAX_PASSWORD
        || login.client().length() > MAX_CLIENT
        || login.extra().length() > MAX_EMAIL;
  }

  private void admit(ClientSession session, Login login, boolean register) {
    long now = hub.loop.nanoTime();
    hub.logins.take(1, now);
    boolean registered = hub.accounts.isRegistered(login.nick());
    String refusal = refusal(session, login.nick(), registered);
    if (hub.logins.nanosUntil(0, now) > 0) {
      refuse(session, TOO_FAST);
    } else if (register && registered) {
      refuse(session, TAKEN);
    } else if (refusal != null) {
      refuse(session, refusal);
    } else if (register && (isClosed() || hub.accounts.isFull())) {
      refuse(session, "This server takes no registrations.");
    } else if (!registered && !register && isRegistrationRequired()) {
      refuse(session, "Register this nick first.");
    } else if (registered || register) {
      proveAccount(session, login, register);
    } else {
      enter(session, login);
    }
  }

  private void proveAccount(ClientSession session, Login login, boolean register) {
    Endpoint from = session.link.remote();
    if (hub.accounts.isBusy(from)) {
      refuse(session, TOO_FAST);
      return;
    }
    session.state = ClientSession.State.BUSY;
    if (register) {
      hub.accounts.register(
          from,
          login.nick(),
          login.password(),
          login.extra(),
          () -> refusal(session, login.nick(), false),
          error -> go(session, login, error));
    } else {
      hub.accounts.check(from, login.nick(), login.password(), error -> go(session, login, error));
    }
  }

  private boolean isClosed() {
    return hub.config.registration() == Registration.CLOSED;
  }

  private boolean isRegistrationRequired() {
    return hub.config.registration() == Registration.REQUIRED;
  }

  /**
   * Why a nick cannot be had now; null if it can. Asked before the work on a password, and again
   * after it, because others come and go meanwhile.
   */
  private @Nullable String refusal(ClientSession session, String nick, boolean byAccount) {
    if (hub.names.isBound(nick)) {
      return TAKEN;
    }
    ClientSession other = hub.user(nick);
    if (other != null) {
      if (isGhost(other, session, byAccount)) {
        return null;
      }
      challenge.ask(other);
      return TOO_FAST;
    }
    return hub.isFull() ? full() : null;
  }

  /** Goes on after the work on the password. */
  private void go(ClientSession session, Login login, @Nullable String error) {
    if (session.state != ClientSession.State.BUSY) {
      return;
    }
    session.state = ClientSession.State.NEW;
    hub.enter(session);
    if (error == null) {
      session.registered = true;
      enter(session, login);
    } else {
      refuse(session, error);
    }
    hub.leave(session);
    session.goOn();
  }

  private void enter(ClientSession session, Login login) {
    String refusal = refusal(session, login.nick(), session.registered);
    if (refusal != null) {
      refuse(session, refusal);
      return;
    }
    ClientSession other = hub.user(login.nick());
    if (other != null) {
      hub.gone(other);
      other.disconnect();
    }
    hub.counters.logins++;
    session.ready(login);
    hub.to(session).begin(MessageType.LOGIN_ACK).field("anon@" + hub.config.serverName());
    messageOfTheDay(session);
    hub.commands.people.stats(session);
    hub.arrived(session);
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
    return same && hub.loop.nanoTime() - other.loginNanos > GHOST_NANOS;
  }

  /** 621. */
  void messageOfTheDay(ClientSession session) {
    line(session, VERSION);
    line(session, "SERVER " + hub.config.serverName());
    line(session, "Welcome " + session.nick + "!");
    line(session, "");
    int users = hub.userCount() + (hub.user(session.nick) == session ? 0 : 1);
    line(session, "You are user " + users + " out of " + hub.config.maxUsers() + ".");
    line(session, "");
    line(session, "There have been " + hub.counters.connections + " connections to this server.");
    line(session, "This server has performed " + hub.counters.searches + " searches.");
    line(session, "");
    for (String text : hub.config.messageOfTheDay()) {
      line(session, text);
    }
  }

  private void line(ClientSession session, String text) {
    hub.to(session).begin(MessageType.MESSAGE_OF_THE_DAY).field(text);
  }

  /** 700. */
  void changeLinkSpeed(ClientSession session, Fields fields) throws MalformedException {
    long link = fields.nextNumber();
    if (!LinkType.isValid(link)) {
      throw new MalformedException(link + ": invalid speed");
    }
    session.changeLinkType((int) link);
  }

  /** 701. */
  void changePassword(ClientSession session, Fields fields) throws MalformedException {
    String password = fields.nextText();
    if (!session.registered || password.length() > MAX_PASSWORD) {
      throw new MalformedException("password cannot be changed");
    }
    if (hub.accounts.isBusy(session.link.remote())) {
      throw new MalformedException("password cannot be changed now, try again later");
    }
    session.state = ClientSession.State.BUSY;
    hub.accounts.changePassword(
        session.link.remote(),
        session.nick,
        password,
        error -> {
          if (session.state == ClientSession.State.BUSY) {
            session.state = ClientSession.State.READY;
            hub.enter(session);
            hub.commands.notice(session, error == null ? "password changed" : error);
            hub.leave(session);
            session.goOn();
          }
        });
  }

  /** 702. */
  void changeEmail(ClientSession session, Fields fields) throws MalformedException {
    String email = fields.nextText();
    if (email.length() > MAX_EMAIL) {
      throw new MalformedException("an email has at most " + MAX_EMAIL + " bytes");
    }
    Endpoint from = session.link.remote();
    if (session.registered && hub.accounts.isBusy(from)) {
      throw new MalformedException("email cannot be changed now, try again later");
    }
    if (session.registered) {
      hub.accounts.changeEmail(from, session.nick, email);
    }
  }

  /** 703. */
  void changeDataPort(ClientSession session, Fields fields) throws MalformedException {
    long port = fields.nextNumber();
    if (port < 0 || port > 65_535) {
      throw new MalformedException();
    }
    session.dataPort = (int) port;
  }

  private boolean isHeld(String nick) {
    return hub.accounts.isRegistered(nick) || hub.user(nick) != null || hub.names.isBound(nick);
  }

  private String full() {
    return "This server is full (" + hub.config.maxUsers() + " users).";
  }

  /** For who is not let in only because there is no room, there may be another server. */
  private void refuse(ClientSession session, String text) {
    if (text.equals(full())) {
      hub.referrals.write(hub.to(session));
    }
    refuse(session, MessageType.ERROR, text);
  }

  private void refuse(ClientSession session, int type, String text) {
    hub.counters.loginsRefused++;
    session.refuse(type, text);
  }
}
