package io.peerwright.overlay.gnutella.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.peerwright.api.overlay.SharedItem;
import io.peerwright.api.overlay.Urn;
import io.peerwright.kit.Digests;
import io.peerwright.kit.hash.TigerTree;
import io.peerwright.overlay.gnutella.capture.Capture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The requests of the recorder over HTTP and the answers of gtk-gnutella, and its files. */
public final class Recorded {

  /** A request and what came back. */
  record Exchange(String name, String request, String answer) {

    /** The head of the answer. */
    String head() {
      return answer.substring(0, answer.indexOf("\r\n\r\n") + 4);
    }

    /** What follows it. */
    String body() {
      return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    int status() {
      return Integer.parseInt(answer.split(" ")[1]);
    }

    /** A field of the answer; empty if there is none. */
    String field(String name) {
      return field(head(), name);
    }

    static String field(String head, String name) {
      for (String line : head.split("\r\n")) {
        if (line.toLowerCase().startsWith(name.toLowerCase() + ":")) {
          return line.substring(name.length() + 1).strip();
        }
      }
      return "";
    }
  }

  private Recorded() {}

  static String alpha() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      text.append("line %02d of the alpha bravo charlie fixture\n".formatted(i));
    }
    return text.toString();
  }

  static String delta() {
    return "0123456789abcdef".repeat(16);
  }

  static String golf() {
    return "golf hotel india\n";
  }

  /** The three files as gtk-gnutella has shared them. */
  public static List<SharedItem> files(Path folder) {
    return List.of(
        item(folder, "alpha bravo charlie.txt", alpha()),
        item(folder, "delta echo foxtrot.bin", delta()),
        item(folder, "golf hotel.txt", golf()));
  }

  private static SharedItem item(Path folder, String name, String text) {
    try {
      byte[] content = text.getBytes(ISO_8859_1);
      Path file = Files.write(Files.createDirectories(folder).resolve(name), content);
      Set<Urn> urns = Set.copyOf(Digests.of(content, List.of(Digests.SHA1, TigerTree.KIND)));
      return new SharedItem(file, name, content.length, urns, Map.of());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All of one recording, in their order. */
  static List<Exchange> of(int number) {
    List<Exchange> found = new ArrayList<>();
    StringBuilder request = new StringBuilder();
    StringBuilder answer = new StringBuilder();
    String name = "";
    for (Capture.Item item : Capture.number(number).items()) {
      boolean next = item.ours() && (answer.length() > 0 || !item.connection().equals(name));
      if (next && request.length() > 0) {
        found.add(new Exchange(name, request.toString(), answer.toString()));
        request.setLength(0);
        answer.setLength(0);
      }
      name = item.connection();
      (item.ours() ? request : answer).append(item.text());
    }
    found.add(new Exchange(name, request.toString(), answer.toString()));
    return found;
  }
}
