package io.peerwright.overlay.gnutella.servent;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.handshake.Role;
import io.peerwright.overlay.gnutella.link.PeerLink;
import io.peerwright.overlay.gnutella.message.Guid;
import io.peerwright.overlay.gnutella.message.Push;
import io.peerwright.overlay.gnutella.vendor.VendorContent;
import io.peerwright.overlay.gnutella.vendor.VendorContent.PushProxyAcknowledgement;
import io.peerwright.overlay.gnutella.vendor.VendorContent.PushProxyCancel;
import io.peerwright.overlay.gnutella.vendor.VendorContent.PushProxyRequest;
import io.peerwright.overlay.gnutella.vendor.VendorId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Push proxies, both ways: neighbours to whom pushes are passed on because they have asked for it,
 * and ultrapeers that do it for us while nobody can dial us. Nothing is kept until either is the
 * case.
 */
final class PushProxies implements VendorMessages.Handler {

  /** As many as hits tell of. */
  static final int MOST = 4;

  private static final VendorId REQUEST = new VendorId(VendorId.LIME, 21, 2);
  private static final VendorId ACKNOWLEDGEMENT = new VendorId(VendorId.LIME, 22, 2);
  private static final VendorId CANCEL = new VendorId(VendorId.GTKG, 21, 1);

  private final Dialable servent;
  private final Guid guid;
  private final VendorMessages messages;
  private @Nullable Map<Guid, PeerLink> clients;

  /** Those that we have asked; null for one that has not answered. */
  private @Nullable Map<PeerLink, @Nullable Endpoint> proxies;

  /**
   * Neither has any, nor is one.
   *
   * @param guid ours
   */
  PushProxies(Dialable servent, Guid guid, VendorMessages messages) {
    this.servent = servent;
    this.guid = guid;
    this.messages = messages;
    messages.register(REQUEST, this);
    messages.register(ACKNOWLEDGEMENT, this);
    messages.register(CANCEL, this);
  }

  @Override
  public void onMessage(PeerLink from, Guid named, VendorContent content) {
    if (content instanceof PushProxyRequest) {
      onRequest(from, named);
    } else if (content instanceof PushProxyAcknowledgement answer) {
      onAcknowledgement(from, answer);
    } else if (content instanceof PushProxyCancel) {
      onCancel(from);
    }
  }

  // For others.

  private void onRequest(PeerLink from, Guid client) {
    Endpoint own = servent.own();
    Map<Guid, PeerLink> known = clients == null ? new HashMap<>() : clients;
    // Whoever takes the GUID of another would get its pushes; and one neighbour is one servent.
    boolean isOther = known.getOrDefault(client, from) != from || client.equals(guid);
    boolean isKnown = known.get(client) == from;
    if (own == null || !servent.isReachable() || isOther || !isKnown && known.containsValue(from)) {
      return;
    }
    Optional<Endpoint> at = own.isIpv4() && !own.isAnyLocal() ? Optional.of(own) : Optional.empty();
    if (messages.send(from, client, new PushProxyAcknowledgement(at))) {
      known.put(client, from);
      clients = known;
    }
  }

  private void onCancel(PeerLink from) {
    if (clients != null) {
      clients.values().remove(from);
    }
  }

  /** A neighbour that has asked for pushes; null if none of that GUID has. */
  @Nullable PeerLink client(Guid client) {
    return clients == null ? null : clients.get(client);
  }

  /** Passes a push on; false if its target has not asked for that, or is gone. */
  boolean passOn(Push push, Guid message) {
    PeerLink to = client(push.target());
    if (to == null) {
      return false;
    }
    to.send(message, 1, push);
    return true;
  }

  // For us.

  /** Asks a neighbour, if it is of use: one that passes on pushes, and while nobody can dial us. */
  void ask(PeerLink link) {
    Map<PeerLink, @Nullable Endpoint> asked = proxies == null ? new LinkedHashMap<>() : proxies;
    if (servent.isReachable()
        || link.theirs() == Role.LEAF
        || asked.size() >= MOST
        || asked.containsKey(link)) {
      return;
    }
    if (messages.send(link, guid, new PushProxyRequest())) {
      asked.put(link, null);
      proxies = asked;
    }
  }

  private void onAcknowledgement(PeerLink from, PushProxyAcknowledgement answer) {
    if (proxies == null || !proxies.containsKey(from)) {
      return;
    }
    // Another address than its own may be anybody's, and others will ask there.
    Endpoint told = answer.endpoint().orElse(null);
    boolean isIts =
        told != null && told.port() != 0 && told.withPort(0).equals(from.remote().withPort(0));
    proxies.put(from, isIts ? told : from.dialable());
  }

  /** Those that pass on pushes to us. */
  List<Endpoint> known() {
    List<Endpoint> known = new ArrayList<>();
    if (proxies != null) {
      for (Endpoint each : proxies.values()) {
        if (each != null) {
          known.add(each);
        }
      }
    }
    return known;
  }

  /** A neighbour is gone. */
  void onGone(PeerLink link) {
    if (clients != null) {
      clients.values().remove(link);
    }
    if (proxies != null) {
      proxies.remove(link);
    }
  }
}
