package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.Reason;
import io.peerwright.overlay.hybrid.wire.MessageType;
import java.util.HashSet;
import java.util.Set;

/**
 * Asks whoever holds a nick that somebody else wants whether it is still there. A user whose
 * address has changed, or whose line was cut, comes back from elsewhere while its old link still
 * looks open for most of the idle timeout. A holder that is there answers and keeps the nick.
 */
final class NickChallenge {

  /** Who does not answer within this time, on a link that is read, is gone. */
  private static final long ANSWER_NANOS = 20_000_000_000L;

  private final ServerState hub;
  private final Set<ClientSession> asked = new HashSet<>();

  NickChallenge(ServerState hub) {
    this.hub = hub;
  }

  /**
   * Asks one that is known to answer pings, unless that is under way; the one who wants the nick
   * has to come again.
   */
  void ask(ClientSession holder) {
    if (holder.answersPings && asked.add(holder)) {
      hub.to(holder).begin(MessageType.PING).field(hub.config.serverName());
      long since = hub.loop.nanoTime();
      hub.loop.schedule(ANSWER_NANOS, () -> judge(holder, since));
    }
  }

  private void judge(ClientSession holder, long since) {
    asked.remove(holder);
    if (holder.isOpen() && holder.isMuteSince(since)) {
      holder.link.abort(Reason.TIMEOUT);
    }
  }
}
