package io.peerwright.kit.hosts;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.limit.AddressKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that were heard of, in that order: whom to try, whom later, whom never again. What
 * strangers tell of others fills it at most; a host makes room only if it has failed or is of no
 * use, or if it is not the only one at its address, of IPv6 in its network of 64 bits, for one of
 * another.
 *
 * <p>Whoever is tried next, and for whom room is made, is found by a walk over all, O(n) for the
 * hundreds that it holds.
 */
public final class HostCache<H extends KnownHost> {

  /**
   * How much is kept.
   *
   * @param maxHosts known at a time
   * @param maxBanned addresses that are banned at a time; the oldest bans are forgotten
   * @param maxFailures after so many failures in a row, and one more, a host is forgotten
   * @param backOff when one that has failed is tried again
   */
  public record Limits(int maxHosts, int maxBanned, int maxFailures, BackOff backOff) {

    static final int MOST_FAILURES = Short.MAX_VALUE - 1;

    /** Checks the ranges. */
    public Limits {
      if (maxHosts < 1 || maxBanned < 1 || maxFailures < 0 || maxFailures > MOST_FAILURES) {
        throw new IllegalArgumentException(
            "maxHosts and maxBanned must be at least 1, maxFailures within 0.." + MOST_FAILURES);
      }
    }
  }

  private final Limits limits;
  private final Function<Endpoint, H> maker;
  private final HostList<H> known = new HostList<>();
  private @Nullable Set<AddressKey> banned;

  /** True if no two that could be forgotten share an address, as far as was looked. */
  private boolean spread;

  /** Nobody is known. */
  public HostCache(Limits limits, Function<Endpoint, H> maker) {
    this.limits = limits;
    this.maker = maker;
  }

  /** Takes notice of a host; nothing for one that is known, banned or makes no sense. */
  public void add(Endpoint endpoint) {
    if (endpoint.port() == 0
        || endpoint.isAnyLocal()
        || endpoint.isMulticast()
        || isBanned(endpoint)
        || known.get(endpoint) != null
        || known.size() >= limits.maxHosts() && !forgetOne() && !forgetOneOfMany(endpoint)) {
      return;
    }
    known.add(maker.apply(endpoint));
    spread = false;
  }

  private boolean forgetOne() {
    for (H host : known.all()) {
      if (!host.isInUse() && (host.failures > 0 || host.isOfNoUse())) {
        known.remove(host);
        return true;
      }
    }
    return false;
  }

  /** One stranger can name any port of its address: the second one there gives way to others. */
  private boolean forgetOneOfMany(Endpoint newcomer) {
    if (spread || known.all().stream().anyMatch(each -> isSame(each, newcomer))) {
      return false;
    }
    Set<Long> networks = new HashSet<>();
    for (H host : known.all()) {
      if (!networks.add(AddressKey.network(host.endpoint())) && !host.isInUse()) {
        known.remove(host);
        return true;
      }
    }
    spread = true;
    return false;
  }

  private boolean isSame(H host, Endpoint newcomer) {
    return AddressKey.isSame(host.endpoint(), newcomer);
  }

  /** Forgets all but those that are banned. */
  public void clear() {
    known.clear();
  }

  /** The host at an address; null if it is not known. */
  public @Nullable H get(Endpoint endpoint) {
    return known.get(endpoint);
  }

  /** One that need not be tried: it is ourselves, or not there for long. */
  public void remove(H host) {
    known.remove(host);
  }

  /** Asserts that no more are known than may be, and nobody that is banned; true. */
  public boolean checkInvariants() {
    assert known.checkInvariants();
    assert known.size() <= limits.maxHosts() : known.size() + " hosts";
    assert banned == null || banned.size() <= limits.maxBanned() : banned + " are banned";
    for (H host : known.all()) {
      assert !isBanned(host.endpoint()) : host.endpoint() + " is banned";
      assert host.failures <= limits.maxFailures() : host.endpoint() + " has failed too often";
    }
    return true;
  }

  /** All, in the order in which they were heard of; not to be changed. */
  public Collection<H> all() {
    return known.all();
  }

  /** How many are known. */
  public int size() {
    return known.size();
  }

  /** True if a host can be tried now. */
  public boolean isDue(H host, long now) {
    return !host.isInUse() && host.isDue(now);
  }

  /** An attempt or a connection failed: the retry delay doubles. */
  public void failed(H host, long now) {
    host.failures++;
    host.nextTryAt = now + limits.backOff().pause(host.failures);
    if (host.failures > limits.maxFailures()) {
      known.remove(host);
    }
  }

  /** Never again, whatever the port; of IPv6 the whole network of 64 bits. */
  public void ban(Endpoint endpoint) {
    AddressKey key = AddressKey.of(endpoint);
    Set<AddressKey> keys = banned == null ? new LinkedHashSet<>() : banned;
    banned = keys;
    if (!keys.contains(key) && keys.size() >= limits.maxBanned()) {
      keys.remove(keys.iterator().next());
    }
    keys.add(key);
    known.removeIf(each -> AddressKey.of(each.endpoint()).equals(key));
  }

  /** Whether an address is banned. */
  public boolean isBanned(Endpoint endpoint) {
    return banned != null && banned.contains(AddressKey.of(endpoint));
  }
}
