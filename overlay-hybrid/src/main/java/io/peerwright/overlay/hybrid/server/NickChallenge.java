package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.Loop;
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

  private final Loop loop;
  private final Outbox outbox;
  private final String serverName;
  private final Set<ClientSession> asked = new HashSet<>();

  NickChallenge(Loop loop, Outbox outbox, String serverName) {
    this.loop = loop;
    this.outbox = outbox;
    this.serverName = serverName;
  }

  /**
   * Asks one that is known to answer pings, unless that is under way; the one who wants the nick
   * has to come again.
   */
  void ask(ClientSession holder) {
    if (holder.answersPings && asked.add(holder)) {
      outbox.to(holder).begin(MessageType.PING).field(serverName);
      long since = loop.nanoTime();
      loop.schedule(ANSWER_NANOS, () -> judge(holder, since));
    }
  }

  private void judge(ClientSession holder, long since) {
    asked.remove(holder);
    if (holder.isOpen() && holder.isMuteSince(since)) {
      holder.link.abort(Reason.TIMEOUT);
    }
  }
}
