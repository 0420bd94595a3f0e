package io.peerwright.kit.download;

import io.peerwright.api.Loop;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.api.overlay.Download;
import io.peerwright.kit.files.Ranges;
import io.peerwright.kit.http.ContentRange;
import io.peerwright.kit.http.HttpCall;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpGet;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.net.Reach;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A server that has a file under a URL, http or https: the web seed of a torrent, a mirror, an
 * origin or a CDN. It is asked for ranges (RFC 9110, section 14); one that knows none is of use if
 * it is asked for the start.
 */
public final class HttpSource implements ContentSource {

  private static final long STALL_NANOS = 30_000_000_000L;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** Whoever wants to be asked later than that is asked then all the same. */
  private static final long MOST_RETRY_SECONDS = 3600;

  private final Loop loop;
  private final HttpClient client;
  private final Url url;
  private final long size;
  private final boolean reserve;
  private final Reach namedBy;
  private final HttpDialect dialect;

  /**
   * A server of one file.
   *
   * @param size of the content in bytes; a server that has another one is no source
   * @param reserve true for one that is asked only for what others do not give in time
   * @param namedBy how near the one is that has named the URL: {@link Reach#HOST} for the user
   */
  public HttpSource(
      Loop loop, HttpClient client, Url url, long size, boolean reserve, Reach namedBy) {
    this(loop, client, url, size, reserve, namedBy, HttpDialect.PLAIN);
  }

  /**
   * A server of one file.
   *
   * @param size of the content in bytes; a server that has another one is no source
   * @param reserve true for one that is asked only for what others do not give in time
   * @param namedBy how near the one is that has named the URL: {@link Reach#HOST} for the user
   * @param dialect what it speaks besides
   */
  public HttpSource(
      Loop loop,
      HttpClient client,
      Url url,
      long size,
      boolean reserve,
      Reach namedBy,
      HttpDialect dialect) {
    this.loop = loop;
    this.client = client;
    this.url = url;
    this.size = size;
    this.reserve = reserve;
    this.namedBy = namedBy;
    this.dialect = dialect;
  }

  @Override
  public String name() {
    return url.authority();
  }

  @Override
  public Object key() {
    return url.toString();
  }

  @Override
  public boolean isRanged() {
    return true;
  }

  @Override
  public boolean isReserve() {
    return reserve;
  }

  @Override
  public @Nullable Ranges parts() {
    return dialect.parts();
  }

  @Override
  public SourceStream open(SourceListener listener) {
    Stream stream = new Stream(listener);
    stream.begin();
    return stream;
  }

  /** One range. */
  private final class Stream implements SourceStream, HttpCall.Listener {

    private final SourceListener listener;
    private long from;
    private long to;
    private @Nullable HttpGet get;
    private boolean flowing;
    private boolean over;

    /** A call begins with credit for one byte, which the download does not know of. */
    private int given = 1;

    Stream(SourceListener listener) {
      this.listener = listener;
    }

    void begin() {
      listener.onStep(Download.State.CONNECTING, "asking " + name());
      SourceListener.Part part = listener.claim();
      if (part == null) {
        over = true;
        return;
      }
      from = part.from();
      to = part.to();
      String range = "bytes=" + from + "-" + (to - 1);
      HttpClient.Manner manner =
          new HttpClient.Manner(
              HttpFields.NONE.with("Range", range).and(dialect.fields()),
              SocketOptions.DEFAULT,
              STALL_NANOS,
              0,
              given,
              namedBy,
              true);
      get = client.get(url, null, manner, this);
    }

    @Override
    public void onResponse(HttpResponse response) {
      int status = response.status();
      dialect.onAnswer(response, remote());
      if (over) {
        return;
      }
      ContentRange said = ContentRange.of(response);
      if (dialect.isOther(response)) {
        end(SourceEnd.Kind.GONE, Reason.CORRUPT, "says that it sends another content");
      } else if (status == 206 && said != null) {
        if (said.size() >= 0 && said.size() != size) {
          end(SourceEnd.Kind.GONE, Reason.CORRUPT, "has another file of " + said.size() + " bytes");
        } else if (said.first() != from || said.last() < from) {
          // Who has parts may choose one of a range that it was asked for.
          SourceEnd.Kind kind = parts() == null ? SourceEnd.Kind.GONE : SourceEnd.Kind.LACKS;
          end(kind, Reason.PROTOCOL, "sends another range than it was asked for");
        } else {
          if (said.last() < to - 1) {
            listener.onLess(said.last() + 1);
          }
          flow();
        }
      } else if (status == 200 && from == 0) {
        String length = response.fields().first("Content-Length");
        if (length == null || length.equals(Long.toString(size))) {
          flow();
        } else {
          end(SourceEnd.Kind.GONE, Reason.CORRUPT, "has another file of " + length + " bytes");
        }
      } else {
        refused(response);
      }
    }

    private void refused(HttpResponse response) {
      SourceEnd told = dialect.refusal(response);
      int status = response.status();
      String words = "answers with status " + status;
      if (told != null) {
        end(told);
      } else if (status >= 500 || status == 429 || status == 408) {
        long seconds = Math.min(MOST_RETRY_SECONDS, response.retryAfterSeconds());
        long retry = seconds * NANOS_PER_SECOND;
        end(new SourceEnd(SourceEnd.Kind.BROKEN, Reason.REFUSED, words, retry));
      } else {
        // What a server says of a file otherwise it will say again.
        end(SourceEnd.Kind.GONE, Reason.REFUSED, words);
      }
    }

    private void flow() {
      flowing = true;
      listener.onOpen();
    }

    @Override
    public void onBody(ByteBuffer data) {
      if (flowing && !over) {
        listener.onBytes(data);
      }
    }

    @Override
    public void onEnd(@Nullable OverlayException failure) {
      if (failure == null) {
        end(SourceEnd.Kind.BROKEN, Reason.RESET, "has sent less than it was asked for");
      } else {
        end(SourceEnd.Kind.BROKEN, failure.reason(), "fails: " + failure.getMessage());
      }
    }

    private void end(SourceEnd.Kind kind, Reason reason, String words) {
      end(new SourceEnd(kind, reason, words));
    }

    private void end(SourceEnd end) {
      if (!over) {
        close();
        String words = name() + " " + end.words();
        listener.onEnd(new SourceEnd(end.kind(), end.reason(), words, end.retryNanos()));
      }
    }

    @Override
    public void request(int bytes) {
      int more = bytes - given;
      given = Math.max(0, -more);
      if (get != null && more > 0) {
        get.request(more);
      }
    }

    @Override
    public void close() {
      over = true;
      if (get != null) {
        get.close();
      }
    }

    @Override
    public void abort(Reason reason) {
      loop.execute(() -> end(SourceEnd.Kind.BROKEN, reason, "is cut (" + reason + ")"));
    }

    @Override
    public @Nullable Endpoint remote() {
      return get == null ? null : get.remote();
    }
  }
}
