package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.hybrid.wire.Fields;
import io.peerwright.overlay.hybrid.wire.LinkType;
import io.peerwright.overlay.hybrid.wire.MalformedException;

/** What users who are logged in change of their accounts and of what is known of them. */
final class ProfileCommands {

  private final Outbox outbox;
  private final Accounts accounts;

  ProfileCommands(Outbox outbox, Accounts accounts) {
    this.outbox = outbox;
    this.accounts = accounts;
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
    if (!session.registered || password.length() > LoginCommands.MAX_PASSWORD) {
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
    if (email.length() > LoginCommands.MAX_EMAIL) {
      throw new MalformedException("an email has at most " + LoginCommands.MAX_EMAIL + " bytes");
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
}
