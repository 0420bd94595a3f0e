package io.peerwright.overlay.hybrid.client;

import io.peerwright.api.net.Endpoint;
import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.Digests;
import io.peerwright.kit.FileTypes;
import io.peerwright.overlay.hybrid.transfer.WireNames;
import io.peerwright.overlay.hybrid.wire.LinkType;
import io.peerwright.overlay.hybrid.wire.MalformedException;
import io.peerwright.overlay.hybrid.wire.SharedFile;
import io.peerwright.overlay.hybrid.wire.WireAddress;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes hits of what the server tells. */
final class Hits {

  private static final Pattern MD5 = Pattern.compile("[0-9a-fA-F]{32}");

  private Hits() {}

  /**
   * A hit.
   *
   * @param address as the wire has it; below 1 if it is not known
   * @param linkType below 1 if it is not known
   */
  static Hit of(String overlay, SharedFile file, String nick, long address, int linkType) {
    Map<String, String> attributes = new TreeMap<>();
    put(attributes, "bitrate", file.bitrate());
    put(attributes, "frequency", file.frequency());
    put(attributes, "duration", file.seconds());
    put(attributes, "speed", LinkType.kbitPerSecond(linkType));
    String name = WireNames.readable(file.name());
    String type = FileTypes.typeOf(name);
    if (!type.isEmpty()) {
      attributes.put("type", type);
    }
    WireNames.remember(file.name(), attributes);
    return new Hit(
        overlay,
        nick,
        name,
        OptionalLong.of(file.sizeBytes()),
        endpoint(address),
        urns(file.md5()),
        attributes);
  }

  private static void put(Map<String, String> attributes, String name, int value) {
    if (value > 0) {
      attributes.put(name, Integer.toString(value));
    }
  }

  private static @Nullable Endpoint endpoint(long address) {
    try {
      return address < 1 ? null : WireAddress.endpoint(address, 0);
    } catch (MalformedException e) {
      return null;
    }
  }

  private static Set<Urn> urns(String md5) {
    return isMd5(md5)
        ? Set.of(new Urn(Digests.NAPSTER_MD5.namespace(), md5.toLowerCase(Locale.ROOT)))
        : Set.of();
  }

  /** Many servers answer all zeros, and some clients append the file size after a dash. */
  private static boolean isMd5(String md5) {
    return MD5.matcher(md5).matches() && !md5.equals(SharedFile.NO_MD5);
  }
}
