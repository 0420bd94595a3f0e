package io.peerwright.overlay.hybrid.server;

import io.peerwright.api.Handle;
import io.peerwright.api.Loop;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.naming.NameRecord;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.request.NameSignatures;
import io.peerwright.overlay.hybrid.wire.LinkType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What nicks stand for: whoever is logged in under one, or what the application of this process has
 * bound it to. The bound ones outlast that the server leaves.
 */
final class NickDirectory {

  private final Map<String, NameRecord> bound = new LinkedHashMap<>();

  /** Whether nobody may log in under a nick. */
  boolean isBound(String nick) {
    return bound.containsKey(NickKey.of(nick));
  }

  /** Binds a nick, or binds it anew. */
  CompletionStage<Handle> bind(Loop loop, UserDirectory directory, Urn urn, NameRecord record) {
    CompletableFuture<Handle> result = new CompletableFuture<>();
    loop.offload(
        () -> NameSignatures.isGenuine(urn, record),
        NameSignatures.CHECK_NANOS,
        (genuine, failure) -> {
          if (failure != null || !genuine) {
            result.completeExceptionally(
                refused("what is registered for " + urn + " is not signed by its key"));
          } else if (directory.user(urn.value()) != null) {
            result.completeExceptionally(refused(urn + " is logged in; take another name"));
          } else {
            String key = NickKey.of(urn.value());
            bound.put(key, record);
            result.complete(() -> bound.remove(key, record));
          }
        });
    return result;
  }

  private static OverlayException refused(String why) {
    return new OverlayException(Reason.REFUSED, why);
  }

  List<NameRecord> find(UserDirectory directory, String nick) {
    NameRecord record = bound.get(NickKey.of(nick));
    @Nullable ClientSession user = directory.user(nick);
    if (record != null) {
      return List.of(record);
    }
    return user == null ? List.of() : List.of(record(user));
  }

  private static NameRecord record(ClientSession user) {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("speed", Integer.toString(LinkType.kbitPerSecond(user.linkType)));
    attributes.put("client", user.client);
    return NameRecord.unsigned(
        user.dataPort == 0 ? List.of() : List.of(user.link.remote().withPort(user.dataPort)),
        attributes);
  }
}
