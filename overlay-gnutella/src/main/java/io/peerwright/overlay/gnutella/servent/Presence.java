package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.datagram.PingAnswers;
import io.peerwright.overlay.gnutella.discovery.Self;
import io.peerwright.overlay.gnutella.handshake.Admission;
import io.peerwright.overlay.gnutella.handshake.Role;
import io.peerwright.overlay.gnutella.sharing.Library;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a servent tells of itself, and of others, to those who ask who is there. */
final class Presence implements PingAnswers.Source {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Loop loop;
  private final GnutellaConfig config;
  private final Supplier<@Nullable Endpoint> own;
  private final Neighbours neighbours;
  private final Library library;
  private final Pongs pongs;
  private final long since;

  /**
   * From now on.
   *
   * @param own where the servent can be dialled, null while it does not listen
   */
  Presence(
      Loop loop,
      GnutellaConfig config,
      Supplier<@Nullable Endpoint> own,
      Neighbours neighbours,
      Library library,
      Pongs pongs) {
    this.loop = loop;
    this.config = config;
    this.own = own;
    this.neighbours = neighbours;
    this.library = library;
    this.pongs = pongs;
    since = loop.nanoTime();
  }

  Pongs pongs() {
    return pongs;
  }

  @Override
  public @Nullable Self self() {
    Endpoint at = own.get();
    if (at == null) {
      return null;
    }
    Admission places = neighbours.admission();
    return new Self(
        at,
        library.size(),
        library.bytes() >> 10,
        neighbours.role() == Role.ULTRAPEER,
        places.freeLeaves(),
        places.freeUltrapeers(),
        config.tls().isTaken(),
        (loop.nanoTime() - since) / NANOS_PER_SECOND);
  }

  @Override
  public List<Endpoint> others(Endpoint asker, int most) {
    return pongs.others(asker, most);
  }

  @Override
  public boolean takesTls(Endpoint other) {
    return pongs.takesTls(other);
  }

  @Override
  public boolean isHostCache() {
    return config.hostCache();
  }
}
