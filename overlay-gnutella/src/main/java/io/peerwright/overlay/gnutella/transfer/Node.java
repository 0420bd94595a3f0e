package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Where who asks for a file can be called: {@code X-Node: ADDRESS:PORT}, for queues of PARQ. */
final class Node {

  private static final String NAME = "X-Node";
  private static final int MOST_TEXT = 64;

  private Node() {}

  /**
   * What a request tells.
   *
   * @param asker who must be at the same address, or anybody could make us dial others
   * @return null if it tells nothing of use, or does not know queues of that kind
   */
  static @Nullable Endpoint of(HttpRequest request, Endpoint asker) {
    String told = request.fields().first(NAME);
    String version = request.fields().first("X-Queue");
    if (told == null || told.length() > MOST_TEXT || version == null || !version.startsWith("1")) {
      return null;
    }
    try {
      Endpoint node = Endpoint.parse(told.strip());
      boolean isAsker = node.withPort(0).equals(asker.withPort(0));
      return isAsker && node.port() != 0 ? node : null;
    } catch (IllegalArgumentException notOne) {
      return null;
    }
  }

  /** As a field. */
  static HttpFields field(Endpoint own) {
    return HttpFields.NONE.with(NAME, own.toString());
  }
}
