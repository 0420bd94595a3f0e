package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.spi.Network;

/** Timers of the live transport. */
final class TransportTimers extends TimerRig {

  private final Network network = TransportPair.openVertx();
  private final Host host = network.newHost("timers", null, null);
  private final TimerTarget target = (code, argument) -> expired();

  @Override
  void execute(Runnable work) {
    host.loop().execute(work);
  }

  @Override
  long schedule(int delayMillis) {
    return host.loop().schedule(delayMillis * 1_000_000L, target, 0, 0);
  }

  @Override
  void cancel(long handle) {
    host.loop().cancel(handle);
  }

  @Override
  public void close() {
    network.close();
  }
}
