package io.peerwright.kit.hosts;

import io.peerwright.api.net.Endpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Hosts in the order in which they came, each once. One is found by a look at the hashes of all,
 * which lie side by side, O(n): for the hundreds that there are that is as quick as a table, and
 * takes 4 bytes for each instead of 50.
 */
final class HostList<H extends KnownHost> {

  private static final int[] NO_HASHES = {};

  private List<H> hosts = List.of();

  /** Of the endpoints, in the same order. */
  private int[] hashes = NO_HASHES;

  int size() {
    return hosts.size();
  }

  /** All; not to be changed. */
  List<H> all() {
    return Collections.unmodifiableList(hosts);
  }

  /** The host at an address; null if it is not there. */
  @Nullable H get(Endpoint endpoint) {
    int at = indexOf(endpoint);
    return at < 0 ? null : hosts.get(at);
  }

  private int indexOf(Endpoint endpoint) {
    int hash = endpoint.hashCode();
    for (int i = 0; i < hosts.size(); i++) {
      if (hashes[i] == hash && hosts.get(i).endpoint().equals(endpoint)) {
        return i;
      }
    }
    return -1;
  }

  /** Adds one at whose address there is none. */
  void add(H host) {
    int count = hosts.size();
    if (count == 0) {
      hosts = new ArrayList<>(2);
    }
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, Math.max(2, count + (count >> 1)));
    }
    hosts.add(host);
    hashes[count] = host.endpoint().hashCode();
  }

  /** Takes one away, if it is there. */
  void remove(H host) {
    int at = indexOf(host.endpoint());
    if (at >= 0 && hosts.get(at) == host) {
      hosts.remove(at);
      System.arraycopy(hashes, at + 1, hashes, at, hosts.size() - at);
      shrink();
    }
  }

  /** Takes those away. */
  void removeIf(Predicate<? super H> gone) {
    if (!hosts.isEmpty() && hosts.removeIf(gone)) {
      for (int i = 0; i < hosts.size(); i++) {
        hashes[i] = hosts.get(i).endpoint().hashCode();
      }
      shrink();
    }
  }

  private void shrink() {
    if (hosts.isEmpty()) {
      clear();
    }
  }

  /** Asserts that the hashes are those of the hosts; true. */
  boolean checkInvariants() {
    for (int i = 0; i < hosts.size(); i++) {
      Endpoint at = hosts.get(i).endpoint();
      assert hashes[i] == at.hashCode() : at + " is not found by its hash";
      assert indexOf(at) == i : at + " is there twice";
    }
    return true;
  }

  void clear() {
    hosts = List.of();
    hashes = NO_HASHES;
  }
}
