package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.hybrid.config.HybridServerConfig.Registration;
import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.LinkType;
import io.peerwright.overlay.hybrid.wire.Login;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;
import org.jspecify.annotations.Nullable;

/** Nicks, passwords and the way in: who is let in. */
final class LoginCommands {

  static final int MAX_PASSWORD = 128;
  private static final int MAX_CLIENT = 64;
  static final int MAX_EMAIL = 128;

  private final Registration registration;
  private final LoginRate rate;
  private final NickPolicy nicks;
  private final Outbox outbox;
  private final Accounts accounts;
  private final LoginEffects arrivals;
  private final LoginRefusals refusals;

  LoginCommands(
      Registration registration,
      LoginRate rate,
      NickPolicy nicks,
      Outbox outbox,
      Accounts accounts,
      LoginEffects arrivals,
      LoginRefusals refusals) {
    this.registration = registration;
    this.rate = rate;
    this.nicks = nicks;
    this.outbox = outbox;
    this.accounts = accounts;
    this.arrivals = arrivals;
    this.refusals = refusals;
  }

  /** 7. */
  void checkNick(ClientSession session, Fields fields) {
    String nick = fields.rest();
    int answer = MessageType.NICK_FREE;
    if (!NickPolicy.isNick(nick)) {
      answer = MessageType.NICK_INVALID;
    } else if (nicks.isHeld(nick)) {
      answer = MessageType.NICK_TAKEN;
    }
    outbox.to(session).begin(answer);
  }

  /** 2 and 6. */
  void login(ClientSession session, int type, Fields fields) {
    Login login;
    try {
      login = Login.parse(fields);
    } catch (MalformedException tooShort) {
      refusals.malformed(session, tooShort);
      return;
    }
    if (!NickPolicy.isNick(login.nick())) {
      refusals.refuse(session, MessageType.NICK_INVALID, "Invalid nick: " + login.nick());
    } else if (!LinkType.isValid(login.linkType())) {
      refusals.refuse(session, login.linkType() + ": invalid speed");
    } else if (isTooLong(login)) {
      refusals.refuse(session, "Too long");
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
    boolean tooFast = rate.isExceededByOneMore();
    boolean registered = accounts.isRegistered(login.nick());
    String refusal = nicks.refusal(session, login.nick(), registered);
    if (tooFast) {
      refusals.refuse(session, NickPolicy.TOO_FAST);
    } else if (register && registered) {
      refusals.refuse(session, Accounts.TAKEN);
    } else if (refusal != null) {
      refusals.refuse(session, refusal);
    } else if (register && (isClosed() || accounts.isFull())) {
      refusals.refuse(session, "This server takes no registrations.");
    } else if (!registered && !register && isRegistrationRequired()) {
      refusals.refuse(session, "Register this nick first.");
    } else if (registered || register) {
      proveAccount(session, login, register);
    } else {
      enter(session, login);
    }
  }

  private void proveAccount(ClientSession session, Login login, boolean register) {
    Endpoint from = session.link.remote();
    if (accounts.isBusy(from)) {
      refusals.refuse(session, NickPolicy.TOO_FAST);
      return;
    }
    session.state = ClientSession.State.BUSY;
    if (register) {
      accounts.register(
          from,
          login.nick(),
          login.password(),
          login.extra(),
          () -> nicks.refusal(session, login.nick(), false),
          error -> go(session, login, error));
    } else {
      accounts.check(from, login.nick(), login.password(), error -> go(session, login, error));
    }
  }

  private boolean isClosed() {
    return registration == Registration.CLOSED;
  }

  private boolean isRegistrationRequired() {
    return registration == Registration.REQUIRED;
  }

  /** Goes on after the work on the password. */
  private void go(ClientSession session, Login login, @Nullable String error) {
    if (session.state != ClientSession.State.BUSY) {
      return;
    }
    session.state = ClientSession.State.NEW;
    outbox.enter(session);
    if (error == null) {
      session.registered = true;
      enter(session, login);
    } else {
      refusals.refuse(session, error);
    }
    outbox.leave(session);
    session.goOn();
  }

  private void enter(ClientSession session, Login login) {
    String refusal = nicks.refusal(session, login.nick(), session.registered);
    if (refusal == null) {
      arrivals.enter(session, login);
    } else {
      refusals.refuse(session, refusal);
    }
  }
}
