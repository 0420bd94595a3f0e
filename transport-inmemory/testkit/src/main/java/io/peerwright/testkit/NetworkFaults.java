package io.peerwright.testkit;

import io.peerwright.api.Handle;
import io.peerwright.api.Host;
import java.time.Duration;
import java.util.List;

/** What goes wrong in a test once all peers have joined. */
@FunctionalInterface
public interface NetworkFaults {

  /** Disturbs the network, at once or with {@link TestNetwork#after}. Called once. */
  void begin(TestNetwork network);

  /** These and others. */
  default NetworkFaults and(NetworkFaults others) {
    return network -> {
      begin(network);
      others.begin(network);
    };
  }

  /**
   * Cuts some peers, drawn by chance, from all other hosts for a while.
   *
   * @param after from when all have joined
   * @param peers how many
   */
  static NetworkFaults partition(Duration after, Duration length, int peers) {
    return network ->
        network.after(
            after,
            () -> {
              List<Host> some = network.draw(peers).stream().map(TestPeer::host).toList();
              List<Host> others =
                  network.hosts().stream().filter(host -> !some.contains(host)).toList();
              Handle cut = network.simulation().cut(some, others);
              network.after(length, cut::close);
            });
  }

  /**
   * Lets some peers, drawn by chance, crash at the same time; they do not come back.
   *
   * @param after from when all have joined
   * @param peers how many
   */
  static NetworkFaults crash(Duration after, int peers) {
    return network -> network.after(after, () -> network.draw(peers).forEach(TestPeer::crash));
  }
}
