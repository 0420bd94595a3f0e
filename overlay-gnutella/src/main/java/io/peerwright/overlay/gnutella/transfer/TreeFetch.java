package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.OverlayException;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import io.peerwright.api.net.SocketOptions;
import io.peerwright.kit.download.TreeCheck;
import io.peerwright.kit.hash.Thex;
import io.peerwright.kit.http.HttpCall;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.http.HttpGet;
import io.peerwright.kit.http.HttpResponse;
import io.peerwright.kit.http.ShortBody;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.net.Reach;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the tree of a file whose root is known, from one source after the other that says it has
 * it ({@code X-Thex-URI}), until one sends the right one.
 */
final class TreeFetch implements HttpCall.Listener {

  private static final int MOST_TRIES = 10;
  private static final long STALL_NANOS = 20_000_000_000L;
  private static final long WHOLE_NANOS = 120_000_000_000L;
  private static final Pattern FORM =
      Pattern.compile("/uri-res/N2X\\?urn:sha1:[A-Za-z2-7]{32}(?:;([A-Za-z2-7]{39}))?");

  private final TreeCheck check;
  private final Runnable known;
  private final Set<String> asked = new HashSet<>();
  private @Nullable HttpGet get;
  private @Nullable ShortBody message;
  private boolean closed;

  /**
   * Not fetched yet.
   *
   * @param known runs when the tree is here
   */
  TreeFetch(TreeCheck check, Runnable known) {
    this.check = check;
    this.known = known;
  }

  /** A source has answered, and may have told where its tree is. */
  void offer(HttpClient client, Url source, Reach namedBy, HttpResponse response) {
    String told = response.fields().first("X-Thex-URI");
    Matcher form = FORM.matcher(told == null ? "" : told);
    boolean wanted = !closed && get == null && !check.isSettled() && asked.size() < MOST_TRIES;
    if (!wanted || !form.matches() || isOther(form.group(1)) || !asked.add(source.authority())) {
      return;
    }
    message = new ShortBody(Thex.MOST_BYTES);
    Url url = Url.parse(source.scheme() + "://" + source.authority() + told);
    HttpClient.Manner manner =
        new HttpClient.Manner(
            HttpFields.NONE,
            SocketOptions.DEFAULT,
            STALL_NANOS,
            WHOLE_NANOS,
            Link.UNLIMITED,
            namedBy,
            true);
    get = client.get(url, (Endpoint) null, manner, this);
  }

  private boolean isOther(@Nullable String root) {
    return root != null && !root.equalsIgnoreCase(check.root().value());
  }

  @Override
  public void onResponse(HttpResponse response) {
    if (response.status() != 200) {
      giveUp();
    }
  }

  private void giveUp() {
    if (get != null) {
      get.close();
    }
    get = null;
    message = null;
  }

  @Override
  public void onBody(ByteBuffer data) {
    if (message == null || !message.take(data)) {
      giveUp();
    }
  }

  @Override
  public void onEnd(@Nullable OverlayException failure) {
    ShortBody all = message;
    giveUp();
    if (failure != null || all == null || closed) {
      return;
    }
    try {
      check.accept(all.bytes());
    } catch (IllegalArgumentException notOne) {
      return;
    }
    known.run();
  }

  /** Ends it. */
  void close() {
    closed = true;
    giveUp();
  }
}
