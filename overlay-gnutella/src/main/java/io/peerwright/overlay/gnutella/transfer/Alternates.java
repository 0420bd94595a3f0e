package io.peerwright.overlay.gnutella.transfer;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.http.HttpFields;
import io.peerwright.kit.limit.AddressKey;
import io.peerwright.kit.net.AddressPolicy;
import java.util.List;
import java.util.Set;

/**
 * Other servents that have the files of this one, as those say that ask for them: such as can be
 * dialled, and such as have to be asked by a push. Nobody hears of one that it could not name
 * itself.
 */
final class Alternates {

  /** Of which some are told. */
  static final int MOST_OF_FILE = 32;

  /** Of these, named by one address. */
  static final int MOST_BY_ONE = 8;

  /** In one answer or request. */
  static final int MOST_TOLD = 10;

  /** Of those behind firewalls, which take more room. */
  static final int MOST_FIREWALLED_TOLD = 4;

  private final AddressPolicy policy;
  private final AlternateTable<Endpoint> dialable = new AlternateTable<>(MOST_OF_FILE, MOST_BY_ONE);
  private final AlternateTable<Firewalled> firewalled =
      new AlternateTable<>(MOST_OF_FILE / 2, MOST_BY_ONE / 2);

  /** None is known. */
  Alternates(AddressPolicy policy) {
    this.policy = policy;
  }

  /** How many can be dialled for a file. */
  int count(Urn sha1) {
    return dialable.count(sha1);
  }

  /** Somebody names a servent that has a file. */
  void add(Urn sha1, Endpoint servent, Endpoint from) {
    if (AlternateFields.isDialable(servent) && policy.permits(from, servent)) {
      dialable.add(sha1, servent, from);
    }
  }

  /** Somebody names a servent behind a firewall, with push proxies that it may name. */
  void add(Urn sha1, Firewalled servent, Endpoint from) {
    firewalled.add(sha1, servent, from);
  }

  /** Those behind firewalls that a field names, with proxies that who names them may name. */
  Set<Firewalled> named(HttpFields fields, String name, Endpoint from) {
    return Firewalled.of(fields, name, proxy -> policy.permits(from, proxy));
  }

  /** Somebody says that a servent does not have a file. */
  void remove(Urn sha1, Endpoint servent, Endpoint from) {
    dialable.remove(sha1, servent, from);
  }

  /** The same of a servent behind a firewall. */
  void remove(Urn sha1, Firewalled servent, Endpoint from) {
    firewalled.remove(sha1, servent, from);
  }

  /**
   * Some of those that have a file, besides who asks, and none that it could not name itself. All
   * have their turn: so the load is shared, and none is told to all whom nobody has tried.
   */
  List<Endpoint> some(Urn sha1, Endpoint asker) {
    return dialable.some(
        sha1, each -> policy.permits(asker, each) && !AddressKey.isSame(each, asker), MOST_TOLD);
  }

  /** Some of those behind firewalls, with proxies that who asks could name itself. */
  List<Firewalled> someFirewalled(Urn sha1, Endpoint asker) {
    return firewalled.some(
        sha1,
        each -> each.proxies().stream().allMatch(at -> policy.permits(asker, at)),
        MOST_FIREWALLED_TOLD);
  }
}
