package io.peerwright.overlay.bittorrent.announce;

import io.peerwright.api.Handle;
import io.peerwright.api.OverlayException;
import io.peerwright.api.Reason;
import io.peerwright.api.TimerTarget;
import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.HttpClient;
import io.peerwright.kit.http.Url;
import io.peerwright.kit.net.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A question to one tracker: its name is looked up, and it is asked at its addresses of each family
 * that we have (BEP 7), one after the other until one answers. A silent address delays the next one
 * by a head start only.
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
    void onAnswer(R answer, Endpoint from);

    /**
     * It is over. Once and last, not after {@link TrackerAsk#close}.
     *
     * @param failure null if there was an answer
     */
    void onOver(@Nullable OverlayException failure);
  }

  private static final long RESOLVE_NANOS = 15_000_000_000L;
  private static final long HEAD_START_NANOS = 3_000_000_000L;
  private static final int MOST_ADDRESSES = 4;

  /** What a service of ours that is no tracker makes nothing of; a slash could lead to another. */
  private static final Pattern HARMLESS = Pattern.compile("/announce[A-Za-z0-9._-]*(\\?.*)?");

  private final TrackerClient client;
  private final Url url;
  private final Reach source;
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
   * @param source how near the one is that has named the tracker
   * @param attempts how often a datagram is sent at the most
   */
  TrackerAsk(
      TrackerClient client,
      Url url,
      Reach source,
      Question<R> question,
      int attempts,
      Listener<R> listener) {
    this.client = client;
    this.url = url;
    this.source = source;
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
    boolean reachable = false;
    for (boolean ipv4 : new boolean[] {true, false}) {
      List<Endpoint> ofFamily =
          endpoints.stream()
              .filter(each -> each.isIpv4() == ipv4 && client.canReach(each))
              .toList();
      reachable |= !ofFamily.isEmpty();
      List<Endpoint> usable = ofFamily.stream().filter(this::isPermitted).toList();
      if (!usable.isEmpty()) {
        families.add(new Family(usable.subList(0, Math.min(MOST_ADDRESSES, usable.size()))));
      }
    }
    if (families.isEmpty()) {
      failure = nowhere(endpoints.isEmpty(), reachable);
      end();
    } else {
      List.copyOf(families).forEach(Family::next);
    }
  }

  /**
   * A torrent may name trackers in our network as far as they are asked for nothing but an
   * announce: what UDP trackers are sent before they have answered is the same for all.
   */
  private boolean isPermitted(Endpoint address) {
    boolean harmless = !HttpClient.speaks(url) || HARMLESS.matcher(url.target()).matches();
    return client.addresses().permits(harmless ? Reach.HOST : source, address);
  }

  private OverlayException nowhere(boolean unknown, boolean reachable) {
    if (reachable) {
      return new OverlayException(
          Reason.NOT_PERMITTED,
          "it is in our own network, where a torrent may name trackers with the path /announce only");
    }
    String what = unknown ? " is not known" : " has no address of our kind";
    return new OverlayException(Reason.UNRESOLVED, url.host() + what);
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
    List.copyOf(families).forEach(Family::close);
  }

  /** The addresses of one family. */
  private final class Family implements TimerTarget {
    private final List<Endpoint> addresses;
    private final List<Attempt> underWay = new ArrayList<>();
    private int tried;
    private long headStart;

    Family(List<Endpoint> addresses) {
      this.addresses = addresses;
    }

    /** Asks at the next address, if there is one; the others may still answer. */
    void next() {
      client.host().loop().cancel(headStart);
      if (tried < addresses.size()) {
        underWay.add(new Attempt(this, addresses.get(tried++)));
        if (tried < addresses.size()) {
          headStart = client.host().loop().schedule(HEAD_START_NANOS, this, 0, 0);
        }
      } else if (underWay.isEmpty()) {
        done();
      }
    }

    @Override
    public void onTimer(int code, long argument) {
      next();
    }

    void done() {
      close();
      families.remove(this);
      if (families.isEmpty()) {
        end();
      }
    }

    void close() {
      client.host().loop().cancel(headStart);
      underWay.forEach(Attempt::close);
      underWay.clear();
    }
  }

  /** The question at one address. */
  private final class Attempt implements RequestListener<R> {
    private final Family family;
    private final Handle underWay;

    Attempt(Family family, Endpoint to) {
      this.family = family;
      underWay =
          url.scheme().equals("udp")
              ? new UdpAsk<>(client.udp(), to, url, question, attempts, this)
              : new HttpAsk<>(client.http(), to, url, question, client.options(), this);
    }

    @Override
    public void answered(R answer, Endpoint from) {
      if (isWaitedFor()) {
        answered = true;
        family.underWay.remove(this);
        listener.onAnswer(answer, from);
        family.done();
      }
    }

    @Override
    public void declined(OverlayException why) {
      if (isWaitedFor()) {
        failure = why;
        family.underWay.remove(this);
        family.done();
      }
    }

    @Override
    public void failed(OverlayException why) {
      if (isWaitedFor()) {
        failure = why;
        family.underWay.remove(this);
        family.next();
      }
    }

    private boolean isWaitedFor() {
      return !over && family.underWay.contains(this);
    }

    void close() {
      underWay.close();
    }
  }
}
