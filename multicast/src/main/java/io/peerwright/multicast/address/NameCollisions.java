package io.peerwright.multicast.address;

import io.peerwright.api.net.Endpoint;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds groups of different names that share an address and a port: members of the one would hear
 * the other.
 *
 * <p>For each group it keeps the fingerprint of one name and the source that said it. The group
 * that nobody has spoken of for the longest time is forgotten first.
 */
public final class NameCollisions {

  /**
   * Two names for one group.
   *
   * @param group the address and port that they share
   * @param source who uses the name that was known first
   * @param fingerprint of that name: see {@link GroupNames#fingerprint}
   * @param otherSource who uses another one
   * @param otherFingerprint of the other name
   */
  public record Collision(
      Endpoint group,
      Endpoint source,
      long fingerprint,
      Endpoint otherSource,
      long otherFingerprint) {}

  private record Use(Endpoint source, long fingerprint) {}

  private final int mostGroups;
  private final LinkedHashMap<Endpoint, Use> uses = new LinkedHashMap<>(4, 0.75f, true);

  /** Remembers so many groups at the most, 1 or more. */
  public NameCollisions(int mostGroups) {
    if (mostGroups < 1) {
      throw new IllegalArgumentException("mostGroups must be at least 1, is " + mostGroups);
    }
    this.mostGroups = mostGroups;
  }

  /**
   * Notes that a source uses a group under a name.
   *
   * @return the collision, if the group is known under another name
   */
  public Optional<Collision> observe(Endpoint group, Endpoint source, long fingerprint) {
    Use known = uses.get(group);
    if (known == null) {
      if (uses.size() == mostGroups) {
        Iterator<Map.Entry<Endpoint, Use>> eldest = uses.entrySet().iterator();
        eldest.next();
        eldest.remove();
      }
      uses.put(group, new Use(source, fingerprint));
      return Optional.empty();
    }
    return known.fingerprint() == fingerprint
        ? Optional.empty()
        : Optional.of(
            new Collision(group, known.source(), known.fingerprint(), source, fingerprint));
  }

  /** Forgets the name of a group, such as when it is withdrawn. */
  public void forget(Endpoint group) {
    uses.remove(group);
  }
}
