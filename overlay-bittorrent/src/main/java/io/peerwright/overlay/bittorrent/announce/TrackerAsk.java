package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.api.Handle;
import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.OverlayException;
import io.peerwright.kit.http.Url;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to one tracker: its name is looked up, and it is asked at one address of each family
 * that we have (BEP 7), or at the next one of that family if that fails.
 *
 * @param <R> the answer
 */
final class TrackerAsk<R> implements Handle {

  /**
   * Hears how it goes.
   *
   * @param <R> the answer
   */
  interface Listener<R> {

    /** The tracker has answered at an address; at most once for each family. */
    void onAnswer(R answer);

    /**
     * It is over. Once and last, not after {@link TrackerAsk#close}.
     *
     * @param failure null if there was an answer
     */
    void onOver(@Nullable OverlayException failure);
  }

  private static final long RESOLVE_NANOS = 15_000_000_000L;
  private static final int MOST_ADDRESSES = 4;

  private final TrackerClient client;
  private final Url url;
  private final Question<R> question;
  private final int attempts;
  private final Listener<R> listener;
  private final List<Family> families = new ArrayList<>();
  private Handle lookUp;
  private @Nullable OverlayException failure;
  private boolean answered;
  private boolean over;

  /**
   * Asks.
   *
   * @param attempts how often a datagram is sent at the most
   */
  TrackerAsk(
      TrackerClient client, Url url, Question<R> question, int attempts, Listener<R> listener) {
    this.client = client;
    this.url = url;
    this.question = question;
    this.attempts = attempts;
    this.listener = listener;
    lookUp =
        client
            .host()
            .transport()
            .resolve(url.hostAndPort(url.portOrUsual()), RESOLVE_NANOS, this::found);
  }

  private void found(List<Endpoint> endpoints) {
    for (boolean ipv4 : new boolean[] {true, false}) {
      List<Endpoint> usable =
          endpoints.stream()
              .filter(each -> each.isIpv4() == ipv4 && client.canReach(each))
              .limit(MOST_ADDRESSES)
              .toList();
      if (!usable.isEmpty()) {
        families.add(new Family(usable));
      }
    }
    if (families.isEmpty()) {
      String what = endpoints.isEmpty() ? " is not known" : " has no address of our kind";
      failure = new OverlayException(Reason.UNRESOLVED, url.host() + what);
      end();
    } else {
      List.copyOf(families).forEach(Family::next);
    }
  }

  private void end() {
    if (!over) {
      over = true;
      listener.onOver(answered ? null : failure);
    }
  }

  @Override
  public void close() {
    over = true;
    lookUp.close();
    families.forEach(Family::close);
  }

  /** The addresses of one family, tried one after the other. */
  private final class Family implements Asking<R> {
    private final List<Endpoint> addresses;
    private int tried;
    private @Nullable Handle underWay;

    Family(List<Endpoint> addresses) {
      this.addresses = addresses;
    }

    void next() {
      Endpoint to = addresses.get(tried++);
      underWay =
          url.scheme().equals("udp")
              ? new UdpAsk<>(client.udp(), to, url, question, attempts, this)
              : new HttpAsk<>(client.http(), to, url, question, client.options(), this);
    }

    @Override
    public void answered(R answer) {
      if (!over) {
        answered = true;
        listener.onAnswer(answer);
        done();
      }
    }

    @Override
    public void failed(OverlayException why) {
      if (over) {
        return;
      }
      failure = why;
      // Whoever says no in words says the same at all of his addresses.
      if (tried < addresses.size() && why.reason() != Reason.REFUSED) {
        next();
      } else {
        done();
      }
    }

    private void done() {
      families.remove(this);
      if (families.isEmpty()) {
        end();
      }
    }

    void close() {
      if (underWay != null) {
        underWay.close();
      }
    }
  }
}
