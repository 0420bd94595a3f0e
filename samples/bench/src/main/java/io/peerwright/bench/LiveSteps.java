package io.peerwright.bench;

import io.peerwright.api.Host;
import io.peerwright.api.Loop;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.LinkAcceptor;
import io.peerwright.api.net.LinkHandler;
import io.peerwright.api.net.SocketOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What runs on the loop of a live host, and is waited for elsewhere. */
final class LiveSteps {

  private LiveSteps() {}

  /** Runs a step on a loop and waits for what it starts, a minute at most. */
  static <T> T on(Loop loop, Supplier<CompletionStage<T>> step) throws Exception {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.execute(
        () ->
            step.get()
                .whenComplete(
                    (value, failure) -> {
                      if (failure == null) {
                        result.complete(value);
                      } else {
                        result.completeExceptionally(failure);
                      }
                    }));
    return result.get(60, TimeUnit.SECONDS);
  }

  /**
   * Listens at the address of a host; called on its loop.
   *
   * @param handlers makes one for each link; null hangs up
   */
  static CompletionStage<Endpoint> listen(
      Host host, SocketOptions options, Function<Link, @Nullable LinkHandler> handlers) {
    CompletableFuture<Endpoint> listening = new CompletableFuture<>();
    host.transport()
        .listen(
            host.listenAddress(),
            options,
            new LinkAcceptor() {
              @Override
              public void onListening(Endpoint local) {
                listening.complete(local);
              }

              @Override
              public @Nullable LinkHandler onAccept(Link link) {
                return handlers.apply(link);
              }
            });
    return listening;
  }
}
