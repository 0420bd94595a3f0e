package io.peerwright.testkit;

import io.peerwright.api.Host;
import io.peerwright.api.net.DatagramHandler;
import io.peerwright.api.net.Datagrams;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.transport.inmemory.Simulation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A protocol for the doctor to examine: who hears a rumour tells it to all that it knows, with a
 * word of its own, after a while. Where the order and the word come from is what makes it sane or
 * not.
 */
final class Rumour implements DatagramHandler {

  private static final int PORT = 4_000;

  private final Host host;
  private final Collection<Friend> friends;
  private final LongSupplier word;
  private Datagrams socket;
  private boolean told;

  /** Somebody to tell; without a hash code of its own. */
  static final class Friend {
    final Endpoint at;

    Friend(Endpoint at) {
      this.at = at;
    }
  }

  private Rumour(Host host, Collection<Friend> friends, LongSupplier word) {
    this.host = host;
    this.friends = friends;
    this.word = word;
    socket =
        host.transport().bind(host.listenAddress().withPort(PORT), SocketOptions.DEFAULT, this);
  }

  /** Lets a rumour spread among twenty peers. */
  static void spread(
      Simulation simulation,
      Supplier<Collection<Friend>> friends,
      Function<Host, LongSupplier> words) {
    List<Host> hosts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      hosts.add(simulation.newHost("peer-" + i, null, null));
    }
    List<Rumour> all = new ArrayList<>();
    for (Host host : hosts) {
      Collection<Friend> known = friends.get();
      hosts.stream()
          .filter(other -> other != host)
          .forEach(other -> known.add(new Friend(other.listenAddress().withPort(PORT))));
      all.add(new Rumour(host, known, words.apply(host)));
    }
    simulation.runFor(Duration.ofSeconds(1));
    all.get(0).tell();
    simulation.runFor(Duration.ofSeconds(10));
  }

  private void tell() {
    told = true;
    for (Friend friend : friends) {
      ByteBuffer message = ByteBuffer.allocate(8).putLong(word.getAsLong()).flip();
      socket.send(friend.at, message);
    }
  }

  @Override
  public void onBound(Datagrams bound) {
    socket = bound;
  }

  @Override
  public void onDatagram(Datagrams from, Endpoint sender, ByteBuffer data) {
    if (!told) {
      told = true;
      host.loop().schedule(1_000_000, this::tell);
    }
  }
}
