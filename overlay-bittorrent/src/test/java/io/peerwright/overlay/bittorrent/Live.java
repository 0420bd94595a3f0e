package io.peerwright.overlay.bittorrent;

import io.peerwright.api.Host;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What tests with real sockets do from their own thread. */
final class Live {

  private Live() {}

  /** Does something on the loop of a host and waits for the outcome. */
  static <T> T on(Host host, Supplier<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    host.loop()
        .execute(
            () -> {
              try {
                result.complete(work.get());
              } catch (Throwable t) {
                result.completeExceptionally(t);
              }
            });
    return result.orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** Waits for what is under way. */
  static <T> T await(CompletionStage<T> stage) {
    CompletableFuture<T> result = new CompletableFuture<>();
    stage.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            result.complete(value);
          } else {
            result.completeExceptionally(failure);
          }
        });
    return result.orTimeout(60, TimeUnit.SECONDS).join();
  }
}
