package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.Loop;
import io.peerwright.overlay.hybrid.events.ServerEvents;

/** What follows when a user has gone: for its files, its rooms, its account and who watches it. */
record Departures(
    Loop loop,
    UserDirectory directory,
    ChannelCommands channels,
    Accounts accounts,
    ServerEvents events) {

  /** A connection is over, or its user has come again on another one. */
  void gone(ClientSession session) {
    if (directory.remove(session)) {
      channels.leaveAll(session);
      accounts.left(session.nick, loop.wallMillis());
      directory.tellGone(session);
      events.loggedOut(session.nick, session.link);
    }
  }
}
