package io.peerwright.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** aria2 as a leech. */
final class Aria2 {

  /** What its children have used: two fields of a line whose second field has no blanks here. */
  private static final String AND_TELL =
      "\"$@\" >/dev/null; awk '{ print \"cpu\", ($16 + $17) / 100 }' /proc/$$/stat";

  private Aria2() {}

  /** Downloads, says {@code cpu SECONDS} and ends. */
  static LabProgram leech(TorrentLab lab, Path target) throws IOException {
    return lab.run(
        List.of(
            "sh",
            "-c",
            AND_TELL,
            "sh",
            "aria2c",
            "--enable-dht=false",
            "--enable-dht6=false",
            "--bt-enable-lpd=false",
            "--file-allocation=none",
            "--quiet",
            "--seed-time=0",
            "--listen-port=" + TorrentLab.OTHER.port(),
            "--interface=" + TorrentLab.OTHER.ip(),
            "-d",
            target.toString(),
            lab.torrent().toString()));
  }
}
