package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.config.GnutellaConfig;
import io.peerwright.overlay.gnutella.handshake.Admission;
import io.peerwright.overlay.gnutella.handshake.Handshake;
import io.peerwright.overlay.gnutella.handshake.Offer;
import io.peerwright.overlay.gnutella.handshake.PeerTraits;
import io.peerwright.overlay.gnutella.link.Turn;
import io.peerwright.overlay.gnutella.message.Guid;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a servent says and answers while hands are shaken; lives no longer than that.
 *
 * @param own our GUID
 * @param servent where others dial us
 */
record HandshakeRules(
    GnutellaConfig config,
    Turn turn,
    Neighbours neighbours,
    RandomGenerator random,
    Guid own,
    Dialable servent)
    implements Handshake.Servent {

  @Override
  public Admission admission(Endpoint remote) {
    return neighbours.admission(remote);
  }

  @Override
  public boolean canBeLeaf() {
    return neighbours.canBeLeaf();
  }

  @Override
  public Offer offer() {
    return Offer.of(config, own, servent.own());
  }

  @Override
  public @Nullable String obstacle(@Nullable Guid theirs, boolean dialled, PeerTraits traits) {
    return neighbours.doubles().obstacle(own, theirs, dialled, traits, turn.seconds());
  }

  @Override
  public List<Endpoint> ultrapeers(Endpoint forWhom, boolean leaf) {
    return neighbours.named(forWhom, leaf, random.nextInt());
  }
}
