package io.peerwright.samples.cli;

import io.peerwright.api.Host;
import io.peerwright.api.OverlayException;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.http.HttpCall;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpGet;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.ShortBody;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.tls.TlsClient;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import io.peerwright.runtime.Peerwright;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a .torrent file from a web server. The user has named the URL; where the server sends us
 * on to is followed no nearer to us than the server is, and never from https to http.
 */
final class TorrentUrl {

  private static final long STALL_NANOS = 15_000_000_000L;
  private static final long WHOLE_NANOS = 60_000_000_000L;

  private static final String NOTHING_BUT_A_NETWORK = "{\"transport\": {\"type\": \"vertx\"}}";

  /** What is read of a description takes several times its size. */
  private static final int HEAP_PARTS = 8;

  private static final HttpClient.Manner MANNER =
      new HttpClient.Manner(
              HttpFields.NONE.with("Accept-Encoding", "identity"),
              SocketOptions.DEFAULT,
              STALL_NANOS,
              Link.UNLIMITED)
          .withWhole(WHOLE_NANOS);

  private TorrentUrl() {}

  static Metainfo fetch(String text) {
    return fetch(text, Math.min(Info.MAX_BYTES, Runtime.getRuntime().maxMemory() / HEAP_PARTS));
  }

  static Metainfo fetch(String text, long mostBytes) {
    Url url;
    try {
      url = Url.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UserException("cannot fetch " + text + ": " + e.getMessage());
    }
    if (!HttpClient.speaks(url)) {
      throw new UserException("a .torrent file is fetched over http or https, not from " + url);
    }
    Answer answer = new Answer(url, mostBytes);
    try (Peerwright peerwright = Peerwright.open()) {
      Host host = peerwright.start(peerwright.parse(NOTHING_BUT_A_NETWORK)).host();
      host.loop().execute(() -> answer.ask(new HttpClient(host, TlsClient.Trust.DEFAULT)));
      return Metainfo.of(answer.await());
    } catch (BencodeException e) {
      throw new UserException(text + " is no torrent: " + e.getMessage());
    }
  }

  /** What comes of it, on the loop of the client. */
  private static final class Answer implements HttpCall.Listener {
    private final Url url;
    private final long mostBytes;
    private final ShortBody body;
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private @Nullable HttpGet get;

    Answer(Url url, long mostBytes) {
      this.url = url;
      this.mostBytes = mostBytes;
      body = new ShortBody(mostBytes);
    }

    void ask(HttpClient client) {
      get = client.get(url, null, MANNER, this);
    }

    @Override
    public void onResponse(HttpResponse response) {
      if (response.status() != 200) {
        refuse("the server answers " + response.status());
      }
    }

    @Override
    public void onBody(ByteBuffer data) {
      if (!body.take(data)) {
        refuse("it has more than " + mostBytes + " bytes, too many for a torrent here");
      }
    }

    @Override
    public void onEnd(@Nullable OverlayException failure) {
      if (failure == null) {
        whole.complete(body.bytes());
      } else {
        refuse(failure.getMessage());
      }
    }

    private void refuse(@Nullable String why) {
      if (get != null) {
        get.close();
      }
      whole.completeExceptionally(new UserException("cannot fetch " + url + ": " + why));
    }

    byte[] await() {
      try {
        return whole.get();
      } catch (ExecutionException e) {
        throw new UserException(String.valueOf(Objects.requireNonNull(e.getCause()).getMessage()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UserException("cannot fetch " + url + ": interrupted");
      }
    }
  }
}
