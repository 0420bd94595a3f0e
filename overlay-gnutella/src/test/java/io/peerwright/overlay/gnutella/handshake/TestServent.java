package io.peerwright.overlay.gnutella.handshake;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.config.Tier;
import io.peerwright.overlay.gnutella.config.TlsUse;
import io.peerwright.overlay.gnutella.message.Guid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A servent with places as a test wants them. */
final class TestServent implements Handshake.Servent {

  static final Endpoint HERE = Endpoint.parse("45.10.200.1:6346");

  private final Admission admission;
  private final boolean deflate;
  private List<Endpoint> ultrapeers = List.of();
  private TlsUse tls = TlsUse.ACCEPT;

  TestServent(Tier tier, Role role, int ultrapeers, int leaves, boolean deflate) {
    this(new Admission(tier, role, ultrapeers, leaves, true), deflate);
  }

  TestServent(Admission admission, boolean deflate) {
    this.admission = admission;
    this.deflate = deflate;
  }

  static TestServent of(Role role) {
    return new TestServent(Tier.valueOf(role.name()), role, 1, 1, true);
  }

  TestServent knowing(Endpoint... hosts) {
    ultrapeers = List.of(hosts);
    return this;
  }

  TestServent with(TlsUse use) {
    tls = use;
    return this;
  }

  @Override
  public Admission admission(Endpoint remote) {
    return admission;
  }

  @Override
  public boolean canBeLeaf() {
    return true;
  }

  @Override
  public Offer offer() {
    return new Offer("Peerwright/0.1", null, HERE, 32, 4, true, true, tls, deflate);
  }

  @Override
  public @Nullable String obstacle(@Nullable Guid theirs, boolean dialled, PeerTraits traits) {
    return null;
  }

  @Override
  public List<Endpoint> ultrapeers(Endpoint forWhom, boolean leaf) {
    return ultrapeers;
  }
}
