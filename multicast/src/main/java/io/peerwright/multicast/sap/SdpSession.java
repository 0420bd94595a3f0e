package io.peerwright.multicast.sap;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.peerwright.api.net.Endpoint;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The part of a session description that names a group: origin, title, connection and the first
 * medium (RFC 4566, section 5; RFC 8866).
 *
 * @param originator who describes it and its number there: user name, session id, kind and text of
 *     the address, parted by blanks
 * @param version grows when the description changes
 * @param title for people; empty if there is none
 * @param group its address and port
 * @param ttl how far its packets go; 0 where none is given, as for IPv6
 */
record SdpSession(String originator, long version, String title, Endpoint group, int ttl) {

  /** The most bytes of a title that we describe: an announcement stays below a kilobyte. */
  static final int MOST_TITLE_BYTES = 500;

  private static final int MOST_LINES = 200;
  private static final int MOST_ORIGINATOR_CHARS = 300;

  /** One of ours. */
  static SdpSession of(long id, Endpoint origin, String title, Endpoint group, int ttl) {
    String who = "- " + Long.toUnsignedString(id) + " IN " + typed(origin);
    return new SdpSession(who, 1, shortened(title), group, ttl);
  }

  /** On one line, and not too long. */
  private static String shortened(String title) {
    String line = title.replaceAll("[\r\n\0]", " ");
    while (line.getBytes(UTF_8).length > MOST_TITLE_BYTES) {
      line = line.substring(0, line.offsetByCodePoints(line.length(), -1));
    }
    return line;
  }

  private static String typed(Endpoint address) {
    return (address.isIpv4() ? "IP4 " : "IP6 ") + text(address);
  }

  private static String text(Endpoint address) {
    String text = address.withPort(0).toString();
    return address.isIpv4()
        ? text.substring(0, text.length() - 2)
        : text.substring(1, text.length() - 3);
  }

  /** The whole description. */
  byte[] write() {
    String hops = group.isIpv4() ? "/" + ttl : "";
    String text =
        "v=0\r\n"
            + originLine()
            + "s="
            + (title.isEmpty() ? "-" : title)
            + "\r\nc=IN "
            + typed(group)
            + hops
            + "\r\nt=0 0\r\na=tool:peerwright\r\nm=application "
            + group.port()
            + " udp octet-stream\r\n";
    return text.getBytes(UTF_8);
  }

  /** What a deletion carries. */
  byte[] writeOrigin() {
    return originLine().getBytes(UTF_8);
  }

  /** The version stands between the session id and the kind of network. */
  private String originLine() {
    String[] words = originator.split(" ", 3);
    return "o=" + words[0] + " " + words[1] + " " + version + " " + words[2] + "\r\n";
  }

  /** The session that a description or a deletion is about; null if it does not say. */
  static @Nullable String originatorOf(byte[] payload) {
    for (String line : lines(payload)) {
      if (line.startsWith("o=")) {
        return originator(line);
      }
    }
    return null;
  }

  /** Without the version. */
  private static @Nullable String originator(String line) {
    String[] words = line.substring(2).split(" ", 7);
    boolean isWhole = words.length == 6 && words[3].equals("IN");
    return isWhole && line.length() <= MOST_ORIGINATOR_CHARS
        ? words[0] + " " + words[1] + " " + words[3] + " " + words[4] + " " + words[5]
        : null;
  }

  /** Reads one; null if it is malformed or names no multicast group. */
  static @Nullable SdpSession read(byte[] payload) {
    Reader reader = new Reader();
    for (String line : lines(payload)) {
      reader.take(line);
    }
    return reader.session();
  }

  private static String[] lines(byte[] payload) {
    return new String(payload, UTF_8).split("\r?\n", MOST_LINES);
  }

  /** Takes lines one by one; of a first medium its own connection holds before the session's. */
  private static final class Reader {
    private @Nullable String originator;
    private long version;
    private String title = "";
    private @Nullable Endpoint address;
    private int ttl;
    private int port;
    private int media;

    void take(String line) {
      if (line.length() < 3 || line.charAt(1) != '=' || media > 1) {
        return;
      }
      String value = line.substring(2);
      switch (line.charAt(0)) {
        case 'o' -> {
          originator = originator(line);
          version = number(word(value, 2), Long.MAX_VALUE);
        }
        case 's' -> title = value.equals("-") || value.equals(" ") ? "" : value;
        case 'c' -> connection(value);
        case 'm' -> {
          media++;
          if (media == 1) {
            port = (int) number(word(value, 1).split("/", 2)[0], 65_535);
          }
        }
        default -> {
          // The other lines are for those who play the media.
        }
      }
    }

    private static String word(String line, int index) {
      String[] words = line.split(" ", index + 2);
      return words.length > index ? words[index] : "";
    }

    private static long number(String text, long most) {
      if (text.isEmpty()
          || text.length() > 18
          || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return 0;
      }
      long value = Long.parseLong(text);
      return value <= most ? value : 0;
    }

    private void connection(String value) {
      String[] parts = word(value, 2).trim().split("/", 3);
      String kind = word(value, 1).toUpperCase(Locale.ROOT);
      address = null;
      try {
        if (kind.equals("IP4")) {
          address = Endpoint.parse(parts[0] + ":0");
          ttl = parts.length > 1 ? (int) number(parts[1], 255) : 0;
        } else if (kind.equals("IP6")) {
          address = Endpoint.parse("[" + parts[0] + "]:0");
          ttl = 0;
        }
      } catch (IllegalArgumentException notAnAddress) {
        address = null;
      }
    }

    @Nullable SdpSession session() {
      Endpoint group = address;
      return originator != null && group != null && group.isMulticast() && port > 0
          ? new SdpSession(originator, version, title, group.withPort(port), ttl)
          : null;
    }
  }
}
