package io.peerwright.multicast.endhost;

import io.peerwright.api.net.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Whom a member dials: near members, which are of its subnet, or whoever is nearest of those that
 * it has tried, and members by chance. Holds who is known and who is being dialled.
 */
final class Dialler {

  private static final int MOST_DIALS = 6;
  private static final int GUEST_LINKS = 2;

  private final PeerContext context;
  private final MeshSlots slots;
  private final PassiveView known = new PassiveView();
  private final List<MeshLink> dialling = new ArrayList<>(1);

  Dialler(PeerContext context, MeshSlots slots) {
    this.context = context;
    this.slots = slots;
  }

  PassiveView known() {
    return known;
  }

  /** The links that are being made. */
  List<MeshLink> dialling() {
    return dialling;
  }

  /** The link to a member that is being made; null if there is none. */
  @Nullable MeshLink dialling(Endpoint peer) {
    for (MeshLink each : dialling) {
      if (peer.equals(each.peer)) {
        return each;
      }
    }
    return null;
  }

  /** Whether an address may be that of another member that is neither linked nor dialled. */
  boolean isNew(Endpoint peer) {
    return !peer.equals(context.self())
        && !peer.isMulticast()
        && !peer.isAnyLocal()
        && peer.port() != 0
        && slots.to(peer) == null
        && dialling(peer) == null;
  }

  /** Dials whom a member, or a guest, still needs: the member, and whether it is to be near. */
  void look(boolean guest, BiConsumer<Endpoint, Boolean> dial) {
    EndHostConfig config = context.config();
    int wantedNear = guest ? 0 : config.nearLinks();
    int wantedRandom = guest ? GUEST_LINKS : config.randomLinks();
    int near = slots.count(link -> link.near) + count(true);
    int random = slots.count(link -> !link.near && link.dialled) + count(false);
    while (dialling.size() < MOST_DIALS && slots.members() + dialling.size() < config.meshLinks()) {
      // Of each kind in turn, so that a short list serves both.
      boolean randomFirst = random < wantedRandom && (near >= wantedNear || 2 * random <= near);
      Endpoint peer = randomFirst || near >= wantedNear ? null : pickNear();
      boolean isNear = peer != null;
      if (peer == null && (random < wantedRandom || near < wantedNear)) {
        peer = known.pick(this::isNew, context.random());
        isNear = random >= wantedRandom;
      }
      if (peer == null) {
        return;
      }
      near += isNear ? 1 : 0;
      random += isNear ? 0 : 1;
      dial.accept(peer, isNear);
    }
  }

  private int count(boolean near) {
    int count = 0;
    for (MeshLink each : dialling) {
      count += each.near == near ? 1 : 0;
    }
    return count;
  }

  /** One of the same subnet; null if none is known. */
  @Nullable Endpoint pickNear() {
    return known.pick(
        peer -> PeerContext.sameSubnet(peer, context.self()) && isNew(peer), context.random());
  }
}
