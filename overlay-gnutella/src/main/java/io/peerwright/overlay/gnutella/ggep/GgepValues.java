package io.peerwright.overlay.gnutella.ggep;

import io.peerwright.api.net.Endpoint;
import io.peerwright.overlay.gnutella.wire.LittleEndian;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** What the data of extensions mean, and the data for a meaning. Malformed data mean nothing. */
public final class GgepValues {

  /** In {@link GgepIds#SUPPORT_CACHED_PONGS}: ultrapeers are wanted; else leaves. */
  public static final int WANTS_ULTRAPEERS = 0x01;

  /** In {@link GgepIds#SUPPORT_CACHED_PONGS}: which of them speak TLS is wanted too. */
  public static final int WANTS_TLS = 0x02;

  private static final int HIGHEST_BIT = 0x80;

  /** In {@link GgepIds#SUPPORT_CACHED_PONGS}: addresses of IPv6 are wanted, too. */
  public static final int WANTS_IPV6 = 0x04;

  /** In {@link GgepIds#SUPPORT_CACHED_PONGS}: addresses of IPv6 are wanted, and no others. */
  public static final int WANTS_ONLY_IPV6 = 0x08;

  /** What stands in place of its address where a servent has no IPv4 one. */
  private static final int NO_IPV4 = 0x7f00_0000;

  private static final int IPV4_ENTRY = 6;
  private static final int IPV6_ENTRY = 18;
  private static final int IPV6_BYTES = 16;
  private static final int VENDOR_BYTES = 4;
  private static final int ULTRAPEER_BYTES = 3;

  /**
   * What {@link GgepIds#ULTRAPEER} says. The appendix of the draft names the two numbers the other
   * way round; servents put the places for leaves first, as the captures show.
   *
   * @param version of the ultrapeer protocol: major in the high half of a byte, minor in the low
   * @param freeLeaves how many leaves it would take, 255 for more
   * @param freeUltrapeers how many ultrapeers it would take, 255 for more
   */
  public record Ultrapeer(int version, int freeLeaves, int freeUltrapeers) {

    /** As an extension. */
    public GgepExtension extension() {
      return GgepExtension.of(
          GgepIds.ULTRAPEER,
          Octets.of((byte) version, (byte) capped(freeLeaves), (byte) capped(freeUltrapeers)));
    }

    /** Whether it would take a leaf, or else an ultrapeer. */
    public boolean has(boolean leaf) {
      return (leaf ? freeLeaves : freeUltrapeers) > 0;
    }

    private static int capped(int places) {
      return Math.max(0, Math.min(places, 0xff));
    }
  }

  private GgepValues() {}

  /** A number in as few bytes as it needs. */
  public static GgepExtension number(String id, long value) {
    return GgepExtension.withoutNul(id, Octets.of(LittleEndian.shortest(value)));
  }

  /** The number of an extension: empty if there is none, or it does not fit a long. */
  public static OptionalLong number(Ggep ggep, String id) {
    Optional<Octets> data = ggep.data(id);
    long value = data.isEmpty() ? -1 : LittleEndian.ofAny(data.get());
    return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** One byte, 0..255. */
  public static GgepExtension octet(String id, int value) {
    return GgepExtension.of(id, Octets.of((byte) value));
  }

  /** The first byte of an extension; {@code otherwise} if it has none, or is not there. */
  public static int octet(Ggep ggep, String id, int otherwise) {
    Optional<Octets> data = ggep.data(id);
    return data.isEmpty() || data.get().isEmpty() ? otherwise : data.get().at(0);
  }

  /** Endpoints of both kinds: those of the first id are IPv4, those of the second IPv6. */
  public static List<Endpoint> endpoints(Ggep ggep, String ipv4, String ipv6) {
    List<Endpoint> endpoints = new ArrayList<>();
    ggep.data(ipv4).ifPresent(data -> unpack(data, IPV4_ENTRY, endpoints));
    ggep.data(ipv6).ifPresent(data -> unpack(data, IPV6_ENTRY, endpoints));
    return List.copyOf(endpoints);
  }

  /**
   * Of the IPv4 endpoints of an extension those for which a bit of another one is set: the first is
   * the highest of the first byte.
   */
  public static List<Endpoint> marked(Ggep ggep, String ipv4, String bits) {
    List<Endpoint> endpoints = new ArrayList<>();
    ggep.data(ipv4).ifPresent(data -> unpack(data, IPV4_ENTRY, endpoints));
    Octets marks = ggep.data(bits).orElse(Octets.EMPTY);
    List<Endpoint> marked = new ArrayList<>();
    for (int i = 0; i < endpoints.size() && i / Byte.SIZE < marks.size(); i++) {
      if ((marks.at(i / Byte.SIZE) & HIGHEST_BIT >> i % Byte.SIZE) != 0) {
        marked.add(endpoints.get(i));
      }
    }
    return marked;
  }

  /**
   * What {@link #marked} reads: a bit for each IPv4 one of these endpoints, without bytes at the
   * end in which none is set.
   *
   * @return empty if none is set at all
   */
  public static Optional<GgepExtension> marks(
      List<Endpoint> list, Predicate<Endpoint> isMarked, String bits) {
    List<Endpoint> four = list.stream().filter(Endpoint::isIpv4).toList();
    byte[] marks = new byte[(four.size() + Byte.SIZE - 1) / Byte.SIZE];
    int used = 0;
    for (int i = 0; i < four.size(); i++) {
      if (isMarked.test(four.get(i))) {
        marks[i / Byte.SIZE] |= (byte) (HIGHEST_BIT >> i % Byte.SIZE);
        used = i / Byte.SIZE + 1;
      }
    }
    return used == 0
        ? Optional.empty()
        : Optional.of(GgepExtension.withoutNul(bits, Octets.of(Arrays.copyOf(marks, used))));
  }

  /** The extensions for endpoints: none, one or two. */
  public static List<GgepExtension> endpoints(List<Endpoint> list, String ipv4, String ipv6) {
    List<GgepExtension> extensions = new ArrayList<>();
    for (boolean short4 : new boolean[] {true, false}) {
      List<Endpoint> some = list.stream().filter(each -> each.isIpv4() == short4).toList();
      if (!some.isEmpty()) {
        extensions.add(GgepExtension.withoutNul(short4 ? ipv4 : ipv6, pack(some)));
      }
    }
    return extensions;
  }

  private static void unpack(Octets data, int entry, List<Endpoint> into) {
    if (data.size() % entry != 0) {
      return;
    }
    ByteBuffer bytes = data.buffer();
    for (int at = 0; at < data.size(); at += entry) {
      int port = LittleEndian.unsignedShort(bytes, at + entry - 2);
      into.add(
          entry == IPV4_ENTRY
              ? Endpoint.ofIpv4(bytes.getInt(at), port)
              : new Endpoint(bytes.getLong(at), bytes.getLong(at + Long.BYTES), port, 0));
    }
  }

  private static Octets pack(List<Endpoint> endpoints) {
    ByteBuffer out = ByteBuffer.allocate(endpoints.size() * IPV6_ENTRY);
    for (Endpoint each : endpoints) {
      out.put(each.addressBytes()).putShort(Short.reverseBytes((short) each.port()));
    }
    return Octets.of(out.flip());
  }

  /**
   * Where a servent can be dialled whose message has this IPv4 address: at its IPv6 one if that is
   * none.
   *
   * @return empty if it has neither
   */
  public static Optional<Endpoint> dialable(Endpoint told, Ggep ggep) {
    boolean none = told.isAnyLocal() || told.ipv4() == NO_IPV4;
    return (none ? ipv6(ggep, told.port()) : Optional.of(told)).filter(at -> at.port() != 0);
  }

  /** What stands where an IPv4 address is expected: the endpoint itself if it is one. */
  public static Endpoint shownAsIpv4(Endpoint endpoint) {
    return endpoint.isIpv4() ? endpoint : Endpoint.ofIpv4(NO_IPV4, endpoint.port());
  }

  /** The IPv6 address of a servent, with a port that another place says. */
  public static Optional<Endpoint> ipv6(Ggep ggep, int port) {
    return ggep.data(GgepIds.IPV6)
        .filter(data -> data.size() == IPV6_BYTES)
        .map(data -> Endpoint.of(data.toArray(), port));
  }

  /** The IPv6 address of a servent. */
  public static GgepExtension ipv6(Endpoint endpoint) {
    if (endpoint.isIpv4()) {
      throw new IllegalArgumentException(endpoint + " is not IPv6");
    }
    return GgepExtension.withoutNul(GgepIds.IPV6, Octets.of(endpoint.addressBytes()));
  }

  /** The places that an ultrapeer has; empty of a leaf. */
  public static Optional<Ultrapeer> ultrapeer(Ggep ggep) {
    return ggep.data(GgepIds.ULTRAPEER)
        .filter(data -> data.size() >= ULTRAPEER_BYTES)
        .map(data -> new Ultrapeer(data.at(0), data.at(1), data.at(2)));
  }

  /** The four letters of a vendor; empty if they are not there. */
  public static Optional<String> vendor(Ggep ggep) {
    return ggep.data(GgepIds.VENDOR)
        .filter(data -> data.size() >= VENDOR_BYTES)
        .map(data -> data.part(0, VENDOR_BYTES).toLatin1());
  }

  /** Four letters and a version; major in the high half of the byte, minor in the low. */
  public static GgepExtension vendor(String letters, int major, int minor) {
    Octets name = Octets.latin1(letters);
    if (name.size() != VENDOR_BYTES || major < 0 || major > 15 || minor < 0 || minor > 15) {
      throw new IllegalArgumentException("not a vendor: " + letters + "/" + major + "." + minor);
    }
    ByteBuffer out = ByteBuffer.allocate(VENDOR_BYTES + 1);
    name.write(out);
    return GgepExtension.of(GgepIds.VENDOR, Octets.of(out.put((byte) (major << 4 | minor)).flip()));
  }
}
