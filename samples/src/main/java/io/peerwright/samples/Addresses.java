package io.peerwright.samples;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.runtime.Peer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Where a peer listens, for messages and for the configuration of others. */
public final class Addresses {

  private Addresses() {}

  /** All of them. For an application's own thread. */
  public static List<Endpoint> of(Peer peer) {
    CompletableFuture<List<Endpoint>> answer = new CompletableFuture<>();
    peer.host().loop().execute(() -> answer.complete(collect(peer.overlays())));
    return peer.await(answer, Duration.ofSeconds(5));
  }

  private static List<Endpoint> collect(List<Overlay> overlays) {
    return overlays.stream().flatMap(overlay -> overlay.endpoints().stream()).toList();
  }

  /** For a person. */
  public static String text(List<Endpoint> endpoints) {
    return endpoints.isEmpty()
        ? "no address"
        : endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
  }

  /** For JSON. */
  public static List<String> list(List<Endpoint> endpoints) {
    return endpoints.stream().map(Endpoint::toString).toList();
  }
}
