package io.peerwright.overlay.gnutella.handshake;

import io.peerwright.api.net.Endpoint;
import io.peerwright.kit.http.HttpFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a servent say, as far as it matters to us. Small, for it is kept as long as
 * the link lives.
 *
 * @param agent its program, as it calls itself; comes from a stranger
 * @param ultrapeer whether it is an ultrapeer; null if it says nothing of tiers
 * @param ultrapeerNeeded whether it wants us to be an ultrapeer; null if it does not say
 * @param listen where it says that it listens; null if it does not
 * @param seenAs our own address as it sees it; null if it does not say
 * @param degree how many ultrapeers it links to, 0 if it does not say
 * @param maxTtl the longest way that it lets a query go, 0 if it does not say
 * @param flags a bit for each of the constants here
 */
public record PeerTraits(
    String agent,
    @Nullable Boolean ultrapeer,
    @Nullable Boolean ultrapeerNeeded,
    @Nullable Endpoint listen,
    @Nullable Endpoint seenAs,
    int degree,
    int maxTtl,
    int flags) {

  /** Leaves send it tables of words. */
  public static final int QUERY_ROUTING = 1;

  /** Ultrapeers send it tables of words. */
  public static final int ULTRAPEER_QUERY_ROUTING = 2;

  /** Sends a query to a few links at a time. */
  public static final int DYNAMIC_QUERYING = 4;

  /** Reads extensions in messages. */
  public static final int GGEP = 8;

  /** Reads messages of type 0x31. */
  public static final int VENDOR_MESSAGES = 16;

  /** Reads byes. */
  public static final int BYE = 32;

  /** Answers pings of what it remembers. */
  public static final int PONG_CACHING = 64;

  /** Can read a compressed stream. */
  public static final int INFLATES = 128;

  /** Sends a compressed stream. */
  public static final int DEFLATES = 256;

  /** Sends a query that walks on to one neighbour. */
  public static final int RANDOM_WALKS = 512;

  /** Would begin TLS behind the handshake. */
  public static final int UPGRADES = 1_024;

  /** Has agreed to do so. */
  static final int HAS_AGREED = 2_048;

  /** Takes TLS from the first byte on. */
  public static final int TLS = 4_096;

  /** Takes addresses of IPv6. */
  public static final int IPV6 = 8_192;

  /** Takes no others. */
  public static final int NO_IPV4 = 16_384;

  /** A servent that says nothing, such as one of version 0.4. */
  public static final PeerTraits NONE = new PeerTraits("", null, null, null, null, 0, 0, 0);

  private static final int MAX_AGENT = 64;
  private static final int MAX_TRY = 32;

  /** Whether a flag is set. */
  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Whether an address is of a kind that it takes, as far as it says, or is of its own kind. */
  public boolean takes(Endpoint told, Endpoint remote) {
    return told.isIpv4() ? !has(NO_IPV4) : has(IPV6) || !remote.isIpv4();
  }

  /** What it is. */
  public Role role() {
    if (ultrapeer == null) {
      return Role.LEGACY;
    }
    return ultrapeer ? Role.ULTRAPEER : Role.LEAF;
  }

  /** As it says; what makes no sense counts as not said. */
  public static PeerTraits of(HttpFields fields) {
    return NONE.and(fields);
  }

  /** With what a later block of headers says, too. */
  public PeerTraits and(HttpFields fields) {
    String told = fields.first("User-Agent");
    Boolean tier = flag(fields.first("X-Ultrapeer"));
    Boolean needed = flag(fields.first("X-Ultrapeer-Needed"));
    Endpoint at = endpoint(first(fields, "Listen-IP", "Node", "X-My-Address"));
    Endpoint us = address(fields.first("Remote-IP"));
    return new PeerTraits(
        told == null ? agent : agent(told),
        tier == null ? ultrapeer : tier,
        needed == null ? ultrapeerNeeded : needed,
        at == null ? listen : at,
        us == null ? seenAs : us,
        number(fields.first("X-Degree"), degree),
        number(fields.first("X-Max-TTL"), maxTtl),
        flags | flagsOf(fields));
  }

  /** Servents of one process need no name each. */
  private static String agent(String told) {
    return told.equals(Offer.AGENT)
        ? Offer.AGENT
        : told.substring(0, Math.min(MAX_AGENT, told.length()));
  }

  /**
   * The same in less memory, without where it listens: most neighbours differ in nothing else.
   *
   * @param other what was kept of another link
   */
  public PeerTraits sharing(PeerTraits other) {
    boolean same = agent.equals(other.agent);
    boolean at = seenAs != null && seenAs.equals(other.seenAs);
    PeerTraits kept =
        new PeerTraits(
            same ? other.agent : agent,
            ultrapeer,
            ultrapeerNeeded,
            null,
            at ? other.seenAs : seenAs,
            degree,
            maxTtl,
            flags);
    return kept.equals(other) ? other : kept;
  }

  private static int flagsOf(HttpFields fields) {
    return version(fields, "X-Query-Routing", QUERY_ROUTING)
        | version(fields, "X-Ultrapeer-Query-Routing", ULTRAPEER_QUERY_ROUTING)
        | version(fields, "X-Dynamic-Querying", DYNAMIC_QUERYING)
        | version(fields, "X-Random-Walks", RANDOM_WALKS)
        | version(fields, "GGEP", GGEP)
        | version(fields, "Vendor-Message", VENDOR_MESSAGES)
        | version(fields, "Bye-Packet", BYE)
        | version(fields, "Pong-Caching", PONG_CACHING)
        | (fields.hasToken("Upgrade", "TLS/1.0") ? UPGRADES : 0)
        | (fields.hasToken("Connection", "Upgrade") ? HAS_AGREED : 0)
        | (fields.hasToken("X-Features", "tls/1.0") ? TLS : 0)
        | (fields.hasToken("X-Features", "IP/6.0") ? IPV6 : 0)
        | (fields.hasToken("X-Features", "IP/6.4") ? IPV6 | NO_IPV4 : 0)
        | (fields.hasToken("Accept-Encoding", "deflate") ? INFLATES : 0)
        | (fields.hasToken("Content-Encoding", "deflate") ? DEFLATES : 0);
  }

  /** A version below 0.1 is none. */
  private static int version(HttpFields fields, String name, int flag) {
    String value = fields.first(name);
    int dot = value == null ? 0 : digits(value, 0);
    if (value == null || dot == 0 || dot > 3 || !value.startsWith(".", dot)) {
      return 0;
    }
    int rest = dot + 1;
    boolean some = false;
    for (int i = 0; i < value.length(); i++) {
      some |= value.charAt(i) != '0' && i != dot;
    }
    return digits(value, rest) > 0 && some ? flag : 0;
  }

  /** How many digits there are from there on. */
  private static int digits(String value, int from) {
    int end = from;
    while (end < value.length() && value.charAt(end) >= '0' && value.charAt(end) <= '9') {
      end++;
    }
    return end - from;
  }

  private static @Nullable Boolean flag(@Nullable String value) {
    if (value == null) {
      return null;
    }
    return value.equalsIgnoreCase("true") ? Boolean.TRUE : Boolean.FALSE;
  }

  private static int number(@Nullable String value, int otherwise) {
    int digits = value == null ? 0 : digits(value, 0);
    boolean told = value != null && digits > 0 && digits <= 4 && digits == value.length();
    return told ? Integer.parseInt(value) : otherwise;
  }

  private static @Nullable String first(HttpFields fields, String... names) {
    for (String name : names) {
      String value = fields.first(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static @Nullable Endpoint endpoint(@Nullable String value) {
    try {
      return value == null ? null : Endpoint.parse(value.strip());
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  /** An address, with or without a port. */
  private static @Nullable Endpoint address(@Nullable String value) {
    if (value == null) {
      return null;
    }
    String text = value.strip();
    boolean bare = text.indexOf(':') < 0 || text.endsWith("]");
    boolean six = text.indexOf(':') != text.lastIndexOf(':') && !text.startsWith("[");
    String whole = six ? "[" + text + "]:0" : text + ":0";
    Endpoint found = endpoint(bare || six ? whole : text);
    return found == null ? null : found.withPort(0);
  }

  /** The servents that it names to be tried instead; at most {@value #MAX_TRY}. */
  static List<Endpoint> tryInstead(HttpFields fields) {
    List<Endpoint> hosts = new ArrayList<>();
    for (String name : new String[] {"X-Try-Ultrapeers", "X-Try"}) {
      for (String list : fields.all(name)) {
        for (String each : list.split(",", MAX_TRY + 1)) {
          // Some write the time of the last contact behind the address.
          String entry = each.strip();
          int space = entry.indexOf(' ');
          Endpoint host = endpoint(space < 0 ? entry : entry.substring(0, space));
          if (host != null && hosts.size() < MAX_TRY && !hosts.contains(host)) {
            hosts.add(host);
          }
        }
      }
    }
    return hosts;
  }
}
