package io.peerwright.overlay.gnutella.ggep;

import io.peerwright.api.overlay.Urn;
import io.peerwright.overlay.gnutella.wire.MalformedException;
import io.peerwright.overlay.gnutella.wire.Octets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What stands behind the text of a query or the name of a record of a hit: strings with 0x1C
 * between (HUGE 0.94), GGEP blocks among them (GGEP 0.51, appendix B). The bytes themselves are
 * kept by whoever read them; this only tells what they mean.
 */
public final class ExtensionArea {

  /** Nothing. */
  public static final ExtensionArea EMPTY = read(Octets.EMPTY);

  /** Stands between two strings, or a string and a block. */
  public static final int SEPARATOR = 0x1c;

  /** More strings than this in one place say nothing any more. */
  private static final int MAX_STRINGS = 64;

  private static final String URN_START = "urn:";

  /** What other servents call the root of the tree of Tiger hashes. */
  private static final String TIGER_ROOT = "urn:ttroot:";

  private final List<String> strings = new ArrayList<>();
  private final List<Ggep> blocks = new ArrayList<>();

  private ExtensionArea() {}

  /** Reads an area, with or without the NUL that ends it. What is malformed is passed over. */
  public static ExtensionArea read(Octets area) {
    ExtensionArea found = new ExtensionArea();
    ByteBuffer in = area.buffer();
    while (in.hasRemaining() && found.strings.size() < MAX_STRINGS) {
      int first = in.get(in.position()) & 0xff;
      if (first == SEPARATOR || first == 0) {
        in.get();
      } else if (first == Ggep.MAGIC && found.readBlock(in)) {
        continue;
      } else {
        found.strings.add(string(area, in));
      }
    }
    return found;
  }

  private boolean readBlock(ByteBuffer in) {
    int start = in.position();
    try {
      blocks.add(Ggep.read(in));
      return true;
    } catch (MalformedException noBlock) {
      in.position(start);
      return false;
    }
  }

  private static String string(Octets area, ByteBuffer in) {
    int start = in.position();
    int end = start;
    while (end < area.size() && area.at(end) != SEPARATOR && area.at(end) != 0) {
      end++;
    }
    in.position(end);
    return area.part(start, end - start).toLatin1();
  }

  /** The strings in their order, each character a byte: URNs, XML, what nobody understands. */
  public List<String> strings() {
    return List.copyOf(strings);
  }

  /** The extensions of all blocks, in their order. */
  public Ggep ggep() {
    if (blocks.isEmpty()) {
      return Ggep.EMPTY;
    }
    return blocks.size() == 1
        ? blocks.get(0)
        : Ggep.of(
            blocks.stream()
                .flatMap(block -> block.extensions().stream())
                .limit(Ggep.MAX_EXTENSIONS)
                .toList());
  }

  /**
   * The URNs that name content, in their order, each once: those of strings, of the extensions u, H
   * and TT. A bitprint is told as its two hashes.
   */
  public List<Urn> urns() {
    Set<Urn> urns = new LinkedHashSet<>();
    strings.forEach(each -> addUrn(each, urns));
    for (GgepExtension each : ggep().extensions()) {
      try {
        switch (each.id()) {
          case GgepIds.URN -> addUrn(URN_START + each.data().toLatin1(), urns);
          case GgepIds.HASH -> urns.addAll(FileHash.urns(each.data()));
          case GgepIds.TIGER_ROOT -> {
            if (each.data().size() == FileHash.TIGER_BYTES) {
              urns.add(Urn.ofHash(Urn.TIGER_TREE, each.data().toArray()));
            }
          }
          default -> {
            // Names no content.
          }
        }
      } catch (MalformedException nothing) {
        continue;
      }
    }
    return List.copyOf(urns);
  }

  /** Whether the asker wants URNs in hits: some namespace without a value, or all of them. */
  public boolean wantsUrns() {
    return strings.stream().anyMatch(ExtensionArea::isRequest)
        || ggep()
            .data(GgepIds.URN)
            .map(data -> isRequest(URN_START + data.toLatin1()))
            .orElse(false);
  }

  private static boolean isRequest(String text) {
    return isUrn(text) && text.endsWith(":");
  }

  private static boolean isUrn(String text) {
    return text.regionMatches(true, 0, URN_START, 0, URN_START.length());
  }

  private static void addUrn(String text, Set<Urn> urns) {
    if (!isUrn(text)) {
      return;
    }
    try {
      boolean root = text.toLowerCase(Locale.ROOT).startsWith(TIGER_ROOT);
      Urn urn =
          root ? new Urn(Urn.TIGER_TREE, text.substring(TIGER_ROOT.length())) : Urn.parse(text);
      urns.addAll(FileHash.parts(urn));
    } catch (IllegalArgumentException notOne) {
      // Servents ignore what they do not understand.
    }
  }

  /**
   * The bytes of an area: the strings, then one block.
   *
   * @throws IllegalArgumentException if that holds a NUL, or a string a separator
   */
  public static Octets write(List<String> strings, Ggep ggep) {
    for (String each : strings) {
      if (each.isEmpty() || each.indexOf(SEPARATOR) >= 0 || each.charAt(0) == Ggep.MAGIC) {
        throw new IllegalArgumentException("cannot stand in an extension area: \"" + each + "\"");
      }
    }
    String text = String.join(String.valueOf((char) SEPARATOR), strings);
    if (!strings.isEmpty() && !ggep.isEmpty()) {
      text += (char) SEPARATOR;
    }
    Octets area = Octets.latin1(text + ggep.encoded().toLatin1());
    if (area.indexOf(0, 0) >= 0) {
      throw new IllegalArgumentException("a NUL in an extension area");
    }
    return area;
  }
}
