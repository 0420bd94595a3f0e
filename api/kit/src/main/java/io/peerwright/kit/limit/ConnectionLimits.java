package io.peerwright.kit.limit;

import io.peerwright.api.Reason;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.Link;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who may stay connected to a listener: so many links in all, so many from one {@link AddressKey}.
 *
 * <p>A link waits (it owes us a greeting, a request, a login) or is useful. When there is no place,
 * one is made by cutting a link with {@link Reason#LIMIT}:
 *
 * <ol>
 *   <li>if the newcomer's address holds all that it may, its own link that has kept us waiting
 *       longest; if none waits, the newcomer is turned away;
 *   <li>if an address is heavy, that is, holds more than a {@value #HEAVY_PARTS}th of all places
 *       (and more than {@value #LIGHT_LINKS}), the heaviest one's longest waiting link;
 *   <li>the longest waiting link of all, if it has kept us waiting for {@code patienceNanos};
 *   <li>of the heaviest address, if it is heavy and holds more than the newcomer's, the useful link
 *       that was {@link Place#useful} longest ago;
 *   <li>the longest waiting link of all; if none waits, the newcomer is turned away.
 * </ol>
 *
 * <p>So whoever connects from one address and says nothing, says it slowly or keeps up appearances
 * shuts out nobody but itself, and a listener that is full of links at work stays as it is.
 *
 * <p>Costs O(1) for an address that is not heavy, else O(log n) in the number of heavy ones.
 */
public final class ConnectionLimits {

  private static final int HEAVY_PARTS = 64;
  private static final int LIGHT_LINKS = 4;

  private final int maxLinks;
  private final int maxPerAddress;
  private final long patienceNanos;
  private final int heavyFrom;
  private final Map<AddressKey, Address> addresses = new HashMap<>();
  private final TreeSet<Address> heavy =
      new TreeSet<>(
          Comparator.<Address>comparingInt(each -> -each.links)
              .thenComparingLong(each -> each.order));
  private final PlaceList waiting = new PlaceList(PlaceList.Kind.ALL);
  private int links;
  private long turnedAway;
  private long cut;
  private long addressesSeen;

  /** The links of one address. */
  private static final class Address {
    private final AddressKey key;
    private final long order;
    private final PlaceList waiting = new PlaceList(PlaceList.Kind.ADDRESS);
    private final PlaceList useful = new PlaceList(PlaceList.Kind.ADDRESS);
    private int links;

    private Address(AddressKey key, long order) {
      this.key = key;
      this.order = order;
    }
  }

  /** The place of one link, from {@link #admit} until {@link #release}. */
  public final class Place {
    private final Address address;
    private final Link link;
    private boolean waits = true;
    private boolean released;
    private long since;
    final @Nullable Place[] before = new Place[2];
    final @Nullable Place[] after = new Place[2];

    private Place(Address address, Link link, long now) {
      this.address = address;
      this.link = link;
      this.since = now;
    }

    /** The link keeps us waiting from now on; one that does already has done so since then. */
    public void waiting(long now) {
      if (!released && !waits) {
        unlist(this);
        waits = true;
        since = now;
        list(this);
      }
    }

    /** The link has done its part, now or once more. */
    public void useful(long now) {
      if (!released) {
        unlist(this);
        waits = false;
        since = now;
        list(this);
      }
    }

    /** The link is over; to be called in {@code onClosed}. More than once is not an error. */
    public void release() {
      ConnectionLimits.this.release(this);
    }
  }

  /**
   * Limits without a link yet.
   *
   * @param maxLinks in all, at least 1
   * @param maxPerAddress of one address, at least 1
   * @param patienceNanos how long a link may wait before it goes in favour of others' newcomers
   *     rather than a useful link of a heavy address
   */
  public ConnectionLimits(int maxLinks, int maxPerAddress, long patienceNanos) {
    if (maxLinks < 1 || maxPerAddress < 1 || patienceNanos < 0) {
      throw new IllegalArgumentException(
          "maxLinks and maxPerAddress must be at least 1, patienceNanos at least 0");
    }
    this.maxLinks = maxLinks;
    this.maxPerAddress = maxPerAddress;
    this.patienceNanos = patienceNanos;
    this.heavyFrom = Math.max(LIGHT_LINKS, maxLinks / HEAVY_PARTS) + 1;
  }

  /** The places there are. */
  public int maxLinks() {
    return maxLinks;
  }

  /** The links that have a place. */
  public int links() {
    return links;
  }

  /** The links of an address that have a place. */
  public int links(Endpoint remote) {
    Address address = addresses.get(AddressKey.of(remote));
    return address == null ? 0 : address.links;
  }

  /** Links that were not taken. */
  public long turnedAway() {
    return turnedAway;
  }

  /** Links that were cut to make room. */
  public long cut() {
    return cut;
  }

  /**
   * Finds a place for a new link, which waits at first.
   *
   * @return null if there is none: the link is to be cut off
   */
  public @Nullable Place admit(Link link, long now) {
    AddressKey key = AddressKey.of(link.remote());
    Address address = addresses.get(key);
    int own = address == null ? 0 : address.links;
    boolean full = own >= maxPerAddress || links >= maxLinks;
    Place leaving =
        !full
            ? null
            : address != null && own >= maxPerAddress ? address.waiting.first() : leaving(own, now);
    if (full && leaving == null) {
      turnedAway++;
      return null;
    }
    if (leaving != null) {
      cut++;
      release(leaving);
      leaving.link.abort(Reason.LIMIT);
    }
    Address home = addresses.computeIfAbsent(key, k -> new Address(k, addressesSeen++));
    Place place = new Place(home, link, now);
    count(home, 1);
    list(place);
    return place;
  }

  private @Nullable Place leaving(int newcomers, long now) {
    Address heaviest = heavy.isEmpty() ? null : heavy.first();
    if (heaviest != null && heaviest.waiting.first() != null) {
      return heaviest.waiting.first();
    }
    Place longest = waiting.first();
    boolean overdue = longest != null && now - longest.since >= patienceNanos;
    if (!overdue && heaviest != null && heaviest.links > newcomers) {
      return heaviest.useful.first();
    }
    return longest;
  }

  private void release(Place place) {
    if (!place.released) {
      unlist(place);
      place.released = true;
      count(place.address, -1);
    }
  }

  private void count(Address address, int more) {
    if (address.links >= heavyFrom) {
      heavy.remove(address);
    }
    address.links += more;
    links += more;
    if (address.links >= heavyFrom) {
      heavy.add(address);
    } else if (address.links == 0) {
      addresses.remove(address.key);
    }
  }

  private void list(Place place) {
    if (place.waits) {
      waiting.add(place);
      place.address.waiting.add(place);
    } else {
      place.address.useful.add(place);
    }
  }

  private void unlist(Place place) {
    if (place.waits) {
      waiting.remove(place);
      place.address.waiting.remove(place);
    } else {
      place.address.useful.remove(place);
    }
  }
}
