package io.peerwright.overlay.bittorrent.real;

import io.peerwright.api.Host;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Overlay;
import io.peerwright.api.spi.Network;
import io.peerwright.overlay.bittorrent.TrackerProvider;
import io.peerwright.overlay.bittorrent.tracker.Trackers;
import io.peerwright.transport.vertx.VertxProvider;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Our tracker in a process of its own: {@code OurTracker ADDRESS:PORT [natcheck]}. Tells its meters
 * for each line of input, and ends with that.
 */
public final class OurTracker {

  private OurTracker() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    VertxProvider transport = new VertxProvider();
    boolean natCheck = arguments.length > 1 && arguments[1].equals("natcheck");
    try (Network network = transport.open(transport.defaults())) {
      Endpoint listen = Endpoint.parse(arguments[0]);
      Host host = network.newHost("tracker", listen, null);
      Overlay tracker = new TrackerProvider().create(host, Trackers.config("natCheck", natCheck));
      CompletableFuture<Void> joined = new CompletableFuture<>();
      host.loop()
          .execute(
              () ->
                  tracker
                      .join()
                      .whenComplete(
                          (done, failure) -> {
                            if (failure == null) {
                              joined.complete(null);
                            } else {
                              joined.completeExceptionally(failure);
                            }
                          }));
      joined.get();
      System.out.println("ready");
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      while (input.readLine() != null) {
        CompletableFuture<Map<String, Long>> meters = new CompletableFuture<>();
        host.loop()
            .execute(
                () -> {
                  Map<String, Long> now = new TreeMap<>();
                  tracker.meters(now::put);
                  meters.complete(now);
                });
        System.out.println("meters " + meters.get());
      }
    }
  }
}
