package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.download.HttpDialect;
import io.peerwright.kit.download.SourceEnd;
import io.peerwright.kit.files.Ranges;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** What is said to a servent that has a file, besides HTTP, and understood of its answers. */
final class ServentDialect implements HttpDialect {

  private static final HttpFields FEATURES =
      HttpFields.NONE.with("X-Queue", "1.0").with("X-Features", "queue/1.0, " + Firewalled.FEATURE);

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long MOST_RETRY_SECONDS = 600;

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

          @Override
          public void onPlace(String id) {}
        };

    /** Fields of the next request. */
    HttpFields fields();

    /** A source has answered. */
    void onAnswer(HttpResponse response, @Nullable Endpoint from);

    /** It has us in its queue and may call, naming this id. Told after its answer. */
    void onPlace(String id);
  }

  private final long size;
  private final @Nullable Urn sha1;
  private final Observer observer;
  private @Nullable Ranges parts;
  private @Nullable QueuePlace place;

  /**
   * Of one source.
   *
   * @param size of the file in bytes
   * @param sha1 of the file; null if that is not known
   */
  ServentDialect(long size, @Nullable Urn sha1, Observer observer) {
    this.size = size;
    this.sha1 = sha1;
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
    Ranges told = AvailableRanges.of(response.fields(), size);
    int status = response.status();
    if (told != null || status == 200 || status == 206 || status == 503) {
      parts = told;
    }
    observer.onAnswer(response, from);
  }

  @Override
  public @Nullable Ranges parts() {
    return parts;
  }

  @Override
  public boolean isOther(HttpResponse response) {
    return sha1 != null && ContentUrn.isOther(response.fields(), sha1);
  }

  @Override
  public @Nullable SourceEnd refusal(HttpResponse response) {
    int status = response.status();
    QueuePlace told = status < 500 ? null : QueuePlace.of(response);
    place = told;
    if (told != null) {
      observer.onPlace(told.id());
      long retry = told.retrySeconds() * NANOS_PER_SECOND;
      return new SourceEnd(SourceEnd.Kind.QUEUED, Reason.REFUSED, told.words(), retry);
    }
    boolean hasParts = AvailableRanges.of(response.fields(), size) != null;
    if (!hasParts || status != 416 && status != 503) {
      return null;
    }
    long retry = Math.min(MOST_RETRY_SECONDS, response.retryAfterSeconds()) * NANOS_PER_SECOND;
    return new SourceEnd(SourceEnd.Kind.LACKS, Reason.REFUSED, "has other parts of it", retry);
  }
}
