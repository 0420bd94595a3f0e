package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.OverlayException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Naming as far as an index server does it: it binds the nick of a login to an address. */
final class NickNaming {

  private NickNaming() {}

  static CompletionStage<Handle> register(HybridClient client, Urn user) {
    if (!user.namespace().equals(Urn.USER) || !user.value().equalsIgnoreCase(client.nick())) {
      return CompletableFuture.failedFuture(
          new OverlayException(
              Reason.REFUSED,
              "the server binds the nick of the login only, which is "
                  + client.nick()
                  + ", not "
                  + user));
    }
    return client.join().thenApply(done -> () -> {});
  }

  /** The server tells a user's address at the end of a listing, and nowhere else. */
  static CompletionStage<List<NameRecord>> resolve(HybridClient client, Urn user, Duration within) {
    CompletableFuture<List<NameRecord>> result = new CompletableFuture<>();
    if (!user.namespace().equals(Urn.USER)) {
      result.complete(List.of());
      return result;
    }
    BrowseCall call =
        BrowseCall.ask(
            client,
            user.value(),
            hit -> {},
            (reason, address) -> {
              if (reason != Reason.ENDED) {
                result.complete(List.of());
              } else {
                List<Endpoint> endpoints = address == null ? List.of() : List.of(address);
                result.complete(List.of(NameRecord.unsigned(endpoints, Map.of())));
              }
            });
    long timer = client.host().loop().schedule(within.toNanos(), call::close);
    result.whenComplete((records, failure) -> client.host().loop().cancel(timer));
    return result;
  }
}
