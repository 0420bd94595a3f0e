package io.peerwright.kit.hosts;

import io.peerwright.api.Handle;
import io.peerwright.api.net.Endpoint;
import io.peerwright.api.net.HostPort;
import io.peerwright.api.net.Transport;
import io.peerwright.kit.net.AddressPolicy;
import io.peerwright.kit.net.Reach;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds where hosts are that a user, a link or a configuration has named, as far as whoever named
 * them may: addresses at once, names when they are looked up.
 */
public final class HostLookups {

  /** Hears what is found; on the loop. */
  public interface Listener {

    /**
     * Hosts were found.
     *
     * @param permitted those that may be used
     * @param leftOut how many there are besides that may not
     */
    void onFound(List<Endpoint> permitted, int leftOut);

    /** A name that is not known. */
    void onUnknown(HostPort host);
  }

  private final Transport transport;
  private final AddressPolicy policy;
  private final long withinNanos;
  private final int mostNames;
  private @Nullable Set<Handle> lookUps;

  /**
   * Nothing is looked up yet.
   *
   * @param withinNanos how long one name may take
   * @param mostNames of one list; more are left out, as a list may come from anybody
   */
  public HostLookups(Transport transport, AddressPolicy policy, long withinNanos, int mostNames) {
    this.transport = transport;
    this.policy = policy;
    this.withinNanos = withinNanos;
    this.mostNames = mostNames;
  }

  /**
   * Finds hosts: those that are addresses are told before this returns.
   *
   * @param source how near the one is that has named them
   */
  public void find(List<HostPort> hosts, Reach source, Listener listener) {
    List<Endpoint> addresses = new ArrayList<>();
    int names = 0;
    for (HostPort host : hosts) {
      Optional<Endpoint> address = host.endpoint();
      if (address.isPresent()) {
        addresses.add(address.get());
      } else if (++names <= mostNames) {
        lookUp(host, source, listener);
      }
    }
    tell(addresses, source, listener);
  }

  private void lookUp(HostPort host, Reach source, Listener listener) {
    Handle[] lookUp = new Handle[1];
    Set<Handle> pending = lookUps == null ? new LinkedHashSet<>() : lookUps;
    lookUps = pending;
    lookUp[0] =
        transport.resolve(
            host.toString(),
            withinNanos,
            found -> {
              pending.remove(lookUp[0]);
              if (found.isEmpty()) {
                listener.onUnknown(host);
              } else {
                tell(found, source, listener);
              }
            });
    pending.add(lookUp[0]);
  }

  private void tell(List<Endpoint> found, Reach source, Listener listener) {
    List<Endpoint> permitted = policy.permitted(source, found);
    listener.onFound(permitted, found.size() - permitted.size());
  }

  /** Whether nothing is under way. */
  public boolean isDone() {
    return lookUps == null || lookUps.isEmpty();
  }

  /** Ends all that is under way; nothing is told of it any more. */
  public void close() {
    if (lookUps != null) {
      lookUps.forEach(Handle::close);
      lookUps.clear();
    }
  }
}
