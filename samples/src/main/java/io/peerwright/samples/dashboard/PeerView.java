package io.peerwright.samples.dashboard;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Neighbour;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.runtime.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How it stands with a peer.
 *
 * @param state whether it has joined, or why that is not known
 * @param overlays empty if its loop has not answered
 */
record PeerView(String name, String transport, String state, List<OverlayView> overlays) {

  /** A page is for reading: a server with a hundred thousand users names some. */
  private static final int MOST_LINKS = 200;

  private static final long PATIENCE_MILLIS = 2_000;

  /**
   * How it stands with an overlay of a peer.
   *
   * @param roles how many links there are of each role
   * @param links some of them
   * @param meters figures by name, without zeros
   */
  record OverlayView(
      String name,
      List<Endpoint> endpoints,
      Map<String, Integer> roles,
      List<Neighbour> links,
      Map<String, Long> meters) {

    int linkCount() {
      return roles.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static OverlayView of(Overlay overlay) {
      List<Neighbour> all = overlay.neighbours();
      Map<String, Integer> roles = new TreeMap<>();
      all.forEach(each -> roles.merge(each.role(), 1, Integer::sum));
      Map<String, Long> meters = new TreeMap<>();
      overlay.meters(
          (meter, value) -> {
            if (value != 0) {
              meters.put(meter, value);
            }
          });
      List<Neighbour> some = List.copyOf(all.subList(0, Math.min(all.size(), MOST_LINKS)));
      return new OverlayView(overlay.name(), overlay.endpoints(), roles, some, meters);
    }
  }

  /** Asks all peers at once, each on its loop. */
  static List<PeerView> of(List<Peer> peers) throws InterruptedException {
    List<CompletableFuture<List<OverlayView>>> asked = new ArrayList<>();
    for (Peer peer : peers) {
      CompletableFuture<List<OverlayView>> answer = new CompletableFuture<>();
      asked.add(answer);
      peer.host()
          .loop()
          .execute(
              () -> {
                try {
                  answer.complete(peer.overlays().stream().map(OverlayView::of).toList());
                } catch (RuntimeException e) {
                  answer.completeExceptionally(e);
                }
              });
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    List<PeerView> views = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      views.add(await(peers.get(i), asked.get(i), deadline - System.nanoTime()));
    }
    return views;
  }

  private static PeerView await(Peer peer, CompletableFuture<List<OverlayView>> answer, long nanos)
      throws InterruptedException {
    List<OverlayView> overlays = List.of();
    String state;
    try {
      overlays = answer.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      state = peer.joined().toCompletableFuture().isDone() ? "joined" : "joining";
    } catch (TimeoutException e) {
      state = "its loop does not answer: something blocks it";
    } catch (ExecutionException e) {
      state = "cannot be asked: " + e.getCause();
    }
    return new PeerView(peer.name(), peer.config().transport().type(), state, overlays);
  }
}
