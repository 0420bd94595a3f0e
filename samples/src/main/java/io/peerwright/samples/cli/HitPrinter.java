package io.peerwright.samples.cli;

import io.peerwright.api.overlay.Hit;
import io.peerwright.api.overlay.Urn;
import io.peerwright.samples.console.Console;
import io.peerwright.samples.console.Text;
import java.util.List;

/** Prints what was found. */
final class HitPrinter {

  private HitPrinter() {}

  static void print(Console console, List<Hit> hits) {
    if (!hits.isEmpty()) {
      console.say("%4s  %9s  %-16s  %s", "#", "size", "peer", "name");
    }
    for (int i = 0; i < hits.size(); i++) {
      Hit hit = hits.get(i);
      console.say("%s", Text.row(i + 1, hit));
      console.event(
          "hit",
          "number",
          i + 1,
          "overlay",
          hit.overlay(),
          "peer",
          hit.peer(),
          "name",
          hit.name(),
          "bytes",
          hit.sizeBytes(),
          "urns",
          hit.urns().stream().map(Urn::toString).sorted().toList(),
          "attributes",
          hit.attributes());
    }
  }
}
