package io.peerwright.overlay.gnutella.datagram;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.request.Request;
import io.peerwright.kit.request.Retry;
import io.peerwright.kit.request.Transactions;
import io.peerwright.overlay.gnutella.discovery.Self;
import io.peerwright.overlay.gnutella.ggep.Ggep;
import io.peerwright.overlay.gnutella.ggep.GgepIds;
import io.peerwright.overlay.gnutella.ggep.GgepValues;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Ping;
import io.peerwright.overlay.gnutella.message.Pong;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Pings that we send as datagrams, and the pongs to them. A pong counts that comes from whom was
 * asked, with a GUID that nobody can guess: so whoever answers is there, and nobody else names
 * servents in its place.
 */
public final class PingCalls {

  private static final Retry RETRY = Retry.doubling(Duration.ofSeconds(2), 3);

  /** Repeated pings would be more than what an address has sent us. */
  private static final Retry ONCE = Retry.once(Duration.ofSeconds(3));

  /** The second half of all our GUIDs: the marks of a modern servent. */
  private static final long LOW = 0xffL << 56;

  private final MessageSender sender;
  private final Transactions<Endpoint, Pong> calls;

  /** Nobody is asked yet. */
  public PingCalls(Loop loop, MessageSender sender) {
    this.sender = sender;
    calls = Transactions.withSecureIds(loop, Long.SIZE);
  }

  /** How many pings wait for their pongs. */
  public int waiting() {
    return calls.waiting();
  }

  /**
   * Asks whether a servent is there, and whom else it knows.
   *
   * @param onPong hears its pong
   * @param onSilence hears why there is none: exactly one of the two is called
   * @return gives it up
   */
  public Handle ask(Endpoint to, Consumer<Pong> onPong, Consumer<Reason> onSilence) {
    // What says who we are also makes room in the answer, which is a multiple of the question.
    int wanted =
        GgepValues.WANTS_ULTRAPEERS
            | GgepValues.WANTS_TLS
            | (to.isIpv4() ? 0 : GgepValues.WANTS_IPV6);
    Ggep asked = Ggep.of(GgepValues.octet(GgepIds.SUPPORT_CACHED_PONGS, wanted), Self.vendor());
    return calls.ask(to, RETRY, new Call(to, new Ping(asked), onPong, onSilence));
  }

  /**
   * Asks once, by the shortest ping, whether what came from an address was sent by whoever is
   * there.
   *
   * @param proven runs if a pong comes within three seconds
   * @param silent runs if none does
   */
  public void prove(Endpoint at, Runnable proven, Runnable silent) {
    Call call = new Call(at, new Ping(Ggep.EMPTY), pong -> proven.run(), reason -> silent.run());
    calls.ask(at, ONCE, call);
  }

  /** A pong has come; false if nobody has asked for it. */
  public boolean onPong(Endpoint from, Guid guid, Pong pong) {
    return guid.low() == LOW && calls.answer(from, guid.high(), pong) == Transactions.Outcome.TAKEN;
  }

  /** Lets all fail. */
  public void end(Reason reason) {
    calls.end(reason);
  }

  private final class Call implements Request<Pong> {
    private final Endpoint to;
    private final Ping ping;
    private final Consumer<Pong> onPong;
    private final Consumer<Reason> onSilence;

    Call(Endpoint to, Ping ping, Consumer<Pong> onPong, Consumer<Reason> onSilence) {
      this.to = to;
      this.ping = ping;
      this.onPong = onPong;
      this.onSilence = onSilence;
    }

    @Override
    public void send(long id, int attempt) {
      sender.send(to, new Guid(id, LOW), 1, 0, ping);
    }

    @Override
    public boolean onAnswer(Pong pong) {
      onPong.accept(pong);
      return true;
    }

    @Override
    public void onFailure(Reason reason) {
      onSilence.accept(reason);
    }
  }
}
