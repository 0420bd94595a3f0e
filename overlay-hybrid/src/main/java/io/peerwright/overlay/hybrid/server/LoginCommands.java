package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.limit.TokenBucket;
import io.peerwright.overlay.hybrid.config.HybridServerConfig;
import io.peerwright.overlay.hybrid.config.HybridServerConfig.Registration;
import io.peerwright.overlay.hybrid.events.ServerEvents;
import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.LinkType;
import io.peerwright.overlay.hybrid.wire.Login;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;
import org.jspecify.annotations.Nullable;

/** Nicks, passwords and the way in. */
final class LoginCommands {

  private static final int MAX_PASSWORD = 128;
  private static final int MAX_CLIENT = 64;
  private static final int MAX_EMAIL = 128;

  private static final String VERSION = "VERSION peerwright 0.1";

  private final HybridServerConfig config;
  private final Loop loop;
  private final NickPolicy nicks;
  private final TokenBucket logins;
  private final UserDirectory directory;
  private final Outbox outbox;
  private final Accounts accounts;
  private final ServerCounters counters;
  private final ServerEvents events;
  private final Referrals referrals;
  private final PeopleCommands people;
  private final Departures departures;

  LoginCommands(
      HybridServerConfig config,
      Loop loop,
      NickPolicy nicks,
      TokenBucket logins,
      UserDirectory directory,
      Outbox outbox,
      Accounts accounts,
      ServerCounters counters,
      ServerEvents events,
      Referrals referrals,
      PeopleCommands people,
      Departures departures) {
    this.config = config;
    this.loop = loop;
    this.nicks = nicks;
    this.logins = logins;
    this.directory = directory;
    this.outbox = outbox;
    this.accounts = accounts;
    this.counters = counters;
    this.events = events;
    this.referrals = referrals;
    this.people = people;
    this.departures = departures;
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
      counters.loginsRefused++;
      session.refuse(MessageType.NOTICE, String.valueOf(tooShort.getMessage()));
      return;
    }
    if (!NickPolicy.isNick(login.nick())) {
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
    long now = loop.nanoTime();
    logins.take(1, now);
    boolean registered = accounts.isRegistered(login.nick());
    String refusal = nicks.refusal(session, login.nick(), registered);
    if (logins.nanosUntil(0, now) > 0) {
      refuse(session, NickPolicy.TOO_FAST);
    } else if (register && registered) {
      refuse(session, Accounts.TAKEN);
    } else if (refusal != null) {
      refuse(session, refusal);
    } else if (register && (isClosed() || accounts.isFull())) {
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
    if (accounts.isBusy(from)) {
      refuse(session, NickPolicy.TOO_FAST);
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
    return config.registration() == Registration.CLOSED;
  }

  private boolean isRegistrationRequired() {
    return config.registration() == Registration.REQUIRED;
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
      refuse(session, error);
    }
    outbox.leave(session);
    session.goOn();
  }

  private void enter(ClientSession session, Login login) {
    String refusal = nicks.refusal(session, login.nick(), session.registered);
    if (refusal != null) {
      refuse(session, refusal);
      return;
    }
    ClientSession other = directory.user(login.nick());
    if (other != null) {
      departures.gone(other);
      other.disconnect();
    }
    counters.logins++;
    session.ready(login);
    events.loggedIn(session.nick, session.link);
    outbox.to(session).begin(MessageType.LOGIN_ACK).field("anon@" + config.serverName());
    messageOfTheDay(session);
    people.stats(session);
    directory.arrived(session);
  }

  /** 621. */
  void messageOfTheDay(ClientSession session) {
    line(session, VERSION);
    line(session, "SERVER " + config.serverName());
    line(session, "Welcome " + session.nick + "!");
    line(session, "");
    int users = directory.size() + (directory.user(session.nick) == session ? 0 : 1);
    line(session, "You are user " + users + " out of " + config.maxUsers() + ".");
    line(session, "");
    line(session, "There have been " + counters.connections + " connections to this server.");
    line(session, "This server has performed " + counters.searches + " searches.");
    line(session, "");
    for (String text : config.messageOfTheDay()) {
      line(session, text);
    }
  }

  private void line(ClientSession session, String text) {
    outbox.to(session).begin(MessageType.MESSAGE_OF_THE_DAY).field(text);
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
    if (accounts.isBusy(session.link.remote())) {
      throw new MalformedException("password cannot be changed now, try again later");
    }
    session.state = ClientSession.State.BUSY;
    accounts.changePassword(
        session.link.remote(),
        session.nick,
        password,
        error -> {
          if (session.state == ClientSession.State.BUSY) {
            session.state = ClientSession.State.READY;
            outbox.enter(session);
            outbox.notice(session, error == null ? "password changed" : error);
            outbox.leave(session);
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
    if (session.registered && accounts.isBusy(from)) {
      throw new MalformedException("email cannot be changed now, try again later");
    }
    if (session.registered) {
      accounts.changeEmail(from, session.nick, email);
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

  /** For who is not let in only because there is no room, there may be another server. */
  private void refuse(ClientSession session, String text) {
    if (text.equals(nicks.full())) {
      referrals.write(outbox.to(session));
    }
    refuse(session, MessageType.ERROR, text);
  }

  private void refuse(ClientSession session, int type, String text) {
    counters.loginsRefused++;
    events.loginRefused(session.link, text);
    session.refuse(type, text);
  }
}
