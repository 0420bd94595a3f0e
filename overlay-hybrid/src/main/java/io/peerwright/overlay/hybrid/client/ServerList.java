package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.net.AddressPolicy;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which server comes next: those of the configuration in turn, or one that a metaserver or a server
 * has named. Where others send us is followed a few times in a row only, and only to addresses that
 * they could reach themselves.
 */
final class ServerList {

  /** In front of a metaserver in the configuration. */
  static final String META = "meta:";

  static final int META_PORT = 8875;

  private static final int MAX_HOPS = 5;
  private static final int MAX_ADDRESSES = 8;

  /** Port 0 is how metaservers say that no server has room. */
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9.\\-\\[\\]:%]{1,253}:[1-9][0-9]{0,4}");

  private final List<String> configured;
  private final AddressPolicy policy;
  private int index;
  private int hops;
  private @Nullable String named;
  private @Nullable Endpoint namedBy;
  private List<Endpoint> untried = List.of();

  ServerList(List<String> configured, AddressPolicy policy) {
    this.configured = configured;
    this.policy = policy;
  }

  int size() {
    return configured.size();
  }

  /** As host:port, or as the configuration has a metaserver. */
  String current() {
    String name = named;
    return name == null ? configured.get(index) : name;
  }

  boolean isMeta() {
    return current().startsWith(META);
  }

  /** What to resolve. */
  String address() {
    return isMeta() ? current().substring(META.length()) : current();
  }

  /** Whether the current server may be at an address, seen from who has named it. */
  boolean permits(Endpoint address) {
    Endpoint source = namedBy;
    return source == null || policy.permits(source, address);
  }

  /** The addresses of the current server's name. */
  void found(List<Endpoint> addresses) {
    untried = addresses.stream().filter(this::permits).limit(MAX_ADDRESSES).toList();
  }

  /** One that was not tried yet; null if none is left. */
  @Nullable Endpoint nextAddress() {
    if (untried.isEmpty()) {
      return null;
    }
    Endpoint next = untried.get(0);
    untried = untried.subList(1, untried.size());
    return next;
  }

  /** The last address was good: no other one is tried after it. */
  void settled() {
    untried = List.of();
  }

  /**
   * Goes on with the next server of the configuration; with the same one again if it had sent us to
   * one that was good and is lost now.
   */
  void next(boolean wasGood) {
    if (named == null || !wasGood) {
      index = (index + 1) % configured.size();
    }
    named = null;
    namedBy = null;
    hops = 0;
  }

  /**
   * Goes on where somebody sends us.
   *
   * @param address host:port, with {@link #META} in front of a metaserver
   * @return false if it is no good address, or we have been sent on too often; nothing has changed
   *     then
   */
  boolean follow(String address, Endpoint source) {
    String plain = address.startsWith(META) ? address.substring(META.length()) : address;
    if (hops == MAX_HOPS || !ADDRESS.matcher(plain).matches()) {
      return false;
    }
    hops++;
    named = address;
    namedBy = source;
    return true;
  }
}
