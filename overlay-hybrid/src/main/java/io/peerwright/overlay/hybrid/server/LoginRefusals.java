package io.peerwright.overlay.hybrid.server;

import io.peerwright.overlay.hybrid.events.ServerEvents;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.MessageType;

/** What follows when a user is not let in. */
record LoginRefusals(
    NickPolicy nicks,
    Referrals referrals,
    Outbox outbox,
    ServerCounters counters,
    ServerEvents events) {

  /** What it has sent is no login. */
  void malformed(ClientSession session, MalformedException why) {
    counters.loginsRefused++;
    session.refuse(MessageType.NOTICE, String.valueOf(why.getMessage()));
  }

  /** For who is not let in only because there is no room, there may be another server. */
  void refuse(ClientSession session, String text) {
    if (text.equals(nicks.full())) {
      referrals.write(outbox.to(session));
    }
    refuse(session, MessageType.ERROR, text);
  }

  void refuse(ClientSession session, int type, String text) {
    counters.loginsRefused++;
    events.loginRefused(session.link, text);
    session.refuse(type, text);
  }
}
