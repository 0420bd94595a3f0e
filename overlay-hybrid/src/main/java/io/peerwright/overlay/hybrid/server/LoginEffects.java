package io.peerwright.overlay.hybrid.server;

import io.peerwright.overlay.hybrid.events.ServerEvents;
import io.peerwright.overlay.hybrid.wire.Login;

/** What follows when a user is let in: for an older connection of it, and for who watches it. */
record LoginEffects(
    UserDirectory directory,
    Departures departures,
    ServerCounters counters,
    ServerEvents events,
    Welcome welcome,
    PeopleCommands people) {

  /** The nick is its from now on. */
  void enter(ClientSession session, Login login) {
    ClientSession other = directory.user(login.nick());
    if (other != null) {
      departures.gone(other);
      other.disconnect();
    }
    counters.logins++;
    session.ready(login);
    events.loggedIn(session.nick, session.link);
    welcome.acknowledge(session);
    welcome.messageOfTheDay(session);
    people.stats(session);
    directory.arrived(session);
  }
}
