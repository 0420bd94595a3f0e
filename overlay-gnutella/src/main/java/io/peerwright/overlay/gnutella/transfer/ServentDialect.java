package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.download.HttpDialect;
import io.peerwright.kit.download.SourceEnd;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** What is said to a servent that has a file, besides HTTP, and understood of its answers. */
final class ServentDialect implements HttpDialect {

  private static final HttpFields FEATURES =
      HttpFields.NONE.with("X-Queue", "1.0").with("X-Features", "queue/1.0");

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** Hears what answers tell, and has something to say in requests. */
  interface Observer {

    /** Nothing is said or heard. */
    Observer NONE =
        new Observer() {
          @Override
          public HttpFields fields() {
            return HttpFields.NONE;
          }

          @Override
          public void onAnswer(HttpResponse response, @Nullable Endpoint from) {}
        };

    /** Fields of the next request. */
    HttpFields fields();

    /** A source has answered. */
    void onAnswer(HttpResponse response, @Nullable Endpoint from);
  }

  private final Observer observer;
  private @Nullable QueuePlace place;

  ServentDialect(Observer observer) {
    this.observer = observer;
  }

  @Override
  public HttpFields fields() {
    HttpFields fields = FEATURES.and(observer.fields());
    return place == null ? fields : fields.and(place.again());
  }

  @Override
  public void onAnswer(HttpResponse response, @Nullable Endpoint from) {
    place = null;
    observer.onAnswer(response, from);
  }

  @Override
  public @Nullable SourceEnd refusal(HttpResponse response) {
    QueuePlace told = response.status() < 500 ? null : QueuePlace.of(response);
    place = told;
    return told == null
        ? null
        : new SourceEnd(
            SourceEnd.Kind.QUEUED,
            Reason.REFUSED,
            told.words(),
            told.retrySeconds() * NANOS_PER_SECOND);
  }
}
