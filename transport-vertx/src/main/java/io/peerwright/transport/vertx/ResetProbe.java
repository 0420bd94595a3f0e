package io.peerwright.transport.vertx;

import io.peerwright.api.TimerTarget;
import java.nio.channels.SelectionKey;
import java.util.concurrent.TimeUnit;

/**
 * Finds out whether the remote side has reset a link that nothing is read from, because credit is
 * missing or the input has ended: the selector would not tell us.
 *
 * <p>Now and then it asks the selector once whether the link is ready to connect. An open link
 * never is; one that was reset is ready for whatever was asked. To ask all the time would keep the
 * selector busy, for the system reports a writable link, too, and the JDK then finds that it is not
 * what was asked for.
 */
final class ResetProbe implements TimerTarget {

  private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LAST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final InputSocket link;
  private boolean running;

  ResetProbe(InputSocket link) {
    this.link = link;
  }

  /** Asks until the link listens again or is over. */
  void start() {
    if (!running) {
      running = true;
      askAfter(FIRST_NANOS);
    }
  }

  private void askAfter(long nanos) {
    link.host.loop().schedule(nanos, this, 0, nanos);
  }

  @Override
  public void onTimer(int code, long lastDelay) {
    if (!link.isDeaf()) {
      running = false;
      return;
    }
    link.addInterest(SelectionKey.OP_CONNECT);
    link.reactor.postAfterSelect(link::stopAsking);
    askAfter(Math.min(2 * lastDelay, LAST_NANOS));
  }
}
