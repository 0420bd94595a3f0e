package io.peerwright.samples.cli;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.net.Reach;
import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;

/**
 * Fetches a .torrent file from a web server. The user has named the URL; where the server sends us
 * on to is followed no nearer to us than the server is, and never from https to http.
 */
final class TorrentUrl {

  private static final int MOST_REDIRECTS = 5;
  private static final int STALL_MILLIS = 15_000;
  private static final Duration WHOLE = Duration.ofMinutes(1);

  private TorrentUrl() {}

  static Metainfo fetch(String text) {
    long deadline = System.nanoTime() + WHOLE.toNanos();
    try {
      Url at = Url.parse(text);
      Reach farthest = Reach.HOST;
      for (int i = 0; i <= MOST_REDIRECTS; i++) {
        if (!at.scheme().matches("https?")) {
          throw new UserException("a .torrent file is fetched over http or https, not from " + at);
        }
        farthest = reached(at, farthest, InetAddress.getAllByName(at.bareHost()));
        HttpURLConnection call = open(at);
        try {
          int status = call.getResponseCode();
          String location = call.getHeaderField("Location");
          if (status == HttpURLConnection.HTTP_OK) {
            return Metainfo.of(read(call.getInputStream(), at, deadline));
          }
          if (status / 100 != 3 || location == null) {
            throw new UserException("cannot fetch " + at + ": the server answers " + status);
          }
          at = next(at, location);
        } finally {
          call.disconnect();
        }
      }
      throw new UserException("cannot fetch " + text + ": sent on too often");
    } catch (BencodeException e) {
      throw new UserException(text + " is no torrent: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new UserException("cannot fetch " + text + ": " + e.getMessage());
    } catch (IOException e) {
      throw new UserException("cannot fetch " + text + ": " + e);
    }
  }

  private static HttpURLConnection open(Url at) throws IOException {
    HttpURLConnection call = (HttpURLConnection) URI.create(at.toString()).toURL().openConnection();
    call.setInstanceFollowRedirects(false);
    call.setConnectTimeout(STALL_MILLIS);
    call.setReadTimeout(STALL_MILLIS);
    call.setRequestProperty("Accept-Encoding", "identity");
    return call;
  }

  private static Url next(Url at, String location) {
    Url next = at.resolve(location);
    if (at.scheme().equals("https") && next.scheme().equals("http")) {
      throw new UserException("cannot fetch " + at + ": sent on from https to " + next);
    }
    return next;
  }

  /** How far away the farthest of those asked so far is, if the next one may be asked at all. */
  static Reach reached(Url at, Reach farthest, InetAddress... addresses) {
    Reach reach = farthest;
    for (InetAddress address : addresses) {
      Endpoint to = Endpoint.of(address.getAddress(), at.portOrUsual());
      if (!AddressPolicy.LOCAL_SOURCES.permits(farthest, to)) {
        throw new UserException("sent on from elsewhere to our own network: " + at);
      }
      Reach its = Reach.of(to);
      reach = its.compareTo(reach) > 0 ? its : reach;
    }
    return reach;
  }

  private static byte[] read(InputStream in, Url at, long deadline) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] part = new byte[1 << 16];
    for (int count = in.read(part); count >= 0; count = in.read(part)) {
      all.write(part, 0, count);
      if (all.size() > Info.MAX_BYTES) {
        throw new UserException(at + " is no torrent: it has too many bytes for one");
      }
      if (System.nanoTime() - deadline > 0) {
        throw new UserException("cannot fetch " + at + " within " + WHOLE.toSeconds() + " s");
      }
    }
    return all.toByteArray();
  }
}
