package io.peerwright.kit.download;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.files.Ranges;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * What an overlay adds to HTTP where it fetches files by it: fields of requests, and what answers
 * tell besides. One for each source; used on the loop.
 */
public interface HttpDialect {

  /** Fields of the next request, besides those of HTTP. */
  HttpFields fields();

  /**
   * The source has answered.
   *
   * @param from where it is; null if it is gone already
   */
  void onAnswer(HttpResponse response, @Nullable Endpoint from);

  /**
   * What an answer means that brings no bytes of the content.
   *
   * @return its words without the name of the source; null if it means what HTTP says
   */
  @Nullable SourceEnd refusal(HttpResponse response);

  /** Whether an answer that brings bytes says that they are of another content. */
  default boolean isOther(HttpResponse response) {
    return false;
  }

  /** The parts that its answers have said it has; null for all. See {@link ContentSource#parts}. */
  default @Nullable Ranges parts() {
    return null;
  }

  /** Nothing is added. */
  HttpDialect PLAIN =
      new HttpDialect() {
        @Override
        public HttpFields fields() {
          return HttpFields.NONE;
        }

        @Override
        public void onAnswer(HttpResponse response, @Nullable Endpoint from) {}

        @Override
        public @Nullable SourceEnd refusal(HttpResponse response) {
          return null;
        }
      };
}
