package io.peerwright.overlay.bittorrent.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.peerwright.overlay.bittorrent.bencode.BencodeException;
import io.peerwright.overlay.bittorrent.metainfo.FileEntry;
import io.peerwright.overlay.bittorrent.metainfo.Info;
import io.peerwright.overlay.bittorrent.metainfo.Metainfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Torrents as other programs make and damage them: what libtorrent takes, we take as the same. */
class OddTorrentsTest {

  private static final int TORRENTS = 5_000;

  /** Says for each line of hexadecimal digits what libtorrent reads from it. */
  private static final String SCRIPT =
      """
      import sys, libtorrent as lt
      for line in open(sys.argv[1]):
          try:
              info = lt.torrent_info(bytes.fromhex(line.strip()))
          except Exception as e:
              print('refused', e)
              continue
          files = info.files()
          out = [str(info.info_hashes().v1), str(int(info.priv()))]
          for i in range(files.num_files()):
              pad = int(bool(files.file_flags(i) & lt.file_flags_t.flag_pad_file))
              name = files.file_path(i).encode('utf-8', 'surrogateescape').hex()
              out.append('%d:%d:%s' % (pad, files.file_size(i), name))
          print(' '.join(out))
      """;

  private static final List<String> NAMES =
      List.of(
          "a",
          "b",
          "README",
          "Readme",
          "readme",
          "a.txt",
          "..",
          ".",
          "",
          " ",
          "a/b",
          "/etc/passwd",
          "a\\b",
          "C:\\x",
          "a\0b",
          "a\nb",
          "a\u007fb",
          "what? a: *name* <of> \"mine\" | yours",
          "end.",
          "end ",
          "...",
          ".hidden",
          "nul",
          "x".repeat(294),
          "y".repeat(290) + ".mkv",
          "\u00e9\u00e8",
          "\u00c3\u00a9",
          "a\u00e2\u0080\u00aeb",
          "\u00d6\u00d0\u00ce\u00c4",
          "movie",
          "movie.part");

  @TempDir Path folder;

  private static String string(String text) {
    return text.length() + ":" + text;
  }

  /** Entries as some writer may have left them: sorted, shuffled, one of them twice. */
  private static String dict(Random random, List<String> entries) {
    List<String> all = new ArrayList<>(entries);
    if (random.nextInt(4) == 0) {
      Collections.shuffle(all, random);
    } else {
      Collections.sort(all);
    }
    if (random.nextInt(8) == 0) {
      all.add(all.get(random.nextInt(all.size())));
    }
    return "d" + String.join("", all) + "e";
  }

  private static String name(Random random) {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private static String number(Random random, long value) {
    return "i" + (random.nextInt(20) == 0 ? "0" : "") + value + "e";
  }

  private static String file(Random random, int length) {
    StringBuilder path = new StringBuilder("4:pathl");
    for (int i = random.nextInt(3); i >= 0; i--) {
      path.append(string(name(random)));
    }
    List<String> entries = new ArrayList<>(List.of("6:length" + number(random, length)));
    entries.add(path.append("e").toString());
    if (random.nextInt(8) == 0) {
      entries.add("10:path.utf-8l" + string("\u00c3\u00bc" + random.nextInt(3)) + "e");
    }
    if (random.nextInt(8) == 0) {
      entries.add("4:attr1:" + "phx".charAt(random.nextInt(3)));
    }
    return dict(random, entries);
  }

  private static byte[] torrent(Random random) {
    List<String> info = new ArrayList<>();
    int total = 0;
    if (random.nextBoolean()) {
      StringBuilder files = new StringBuilder("5:filesl");
      for (int i = random.nextInt(5); i >= 0; i--) {
        int length = random.nextInt(20_000);
        total += length;
        files.append(file(random, length));
      }
      info.add(files.append("e").toString());
    } else {
      total = 1 + random.nextInt(60_000);
      info.add("6:length" + number(random, total));
    }
    int pieces = (total + 16_383) / 16_384;
    info.add("4:name" + string(name(random)));
    info.add("12:piece length" + number(random, 16_384));
    info.add("6:pieces" + string("0123456789abcdefghij".repeat(pieces)));
    if (random.nextInt(4) == 0) {
      info.add("7:privatei" + (random.nextInt(4) - 1) + "e");
    }
    if (random.nextInt(8) == 0) {
      info.add("10:name.utf-8" + string("\u00c3\u00b6"));
    }
    List<String> top = new ArrayList<>(List.of("4:info" + dict(random, info)));
    top.add("8:announce11:http://t/an");
    String behind = random.nextInt(4) == 0 ? List.of("\n", "\0", "junk", "e").get(total % 4) : "";
    return (dict(random, top) + behind).getBytes(ISO_8859_1);
  }

  @Test
  void whatLibtorrentTakesHasTheSameHashAndFilesHere() throws Exception {
    Lab.needLibtorrent();
    Random random = new Random(55);
    List<byte[]> torrents = new ArrayList<>();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < TORRENTS; i++) {
      torrents.add(torrent(random));
      lines.append(HexFormat.of().formatHex(torrents.get(i))).append('\n');
    }
    Path input = Files.writeString(folder.resolve("torrents"), lines);
    Path script = Files.writeString(folder.resolve("read.py"), SCRIPT);
    Path output = folder.resolve("read");
    Process python =
        new ProcessBuilder("/usr/bin/python3", script.toString(), input.toString())
            .redirectOutput(output.toFile())
            .redirectErrorStream(true)
            .start();
    assertEquals(0, python.waitFor());
    List<String> read = Files.readAllLines(output, StandardCharsets.UTF_8);
    int taken = 0;
    for (int i = 0; i < TORRENTS; i++) {
      String text = new String(torrents.get(i), ISO_8859_1);
      String said = read.get(read.size() - TORRENTS + i).replaceAll("\u001b\\[[0-9]*m", "");
      if (!said.startsWith("refused")) {
        taken++;
        compare(text, said.split(" "), Metainfo.of(torrents.get(i)).info());
      } else if (!text.contains("4:name0:")
          && !text.contains("4:name1:.")
          && isTaken(torrents, i)) {
        assertTrue(said.contains("missing name") || said.contains("invalid length"), said + text);
      }
    }
    assertTrue(taken > TORRENTS / 2, "took " + taken);
  }

  private static boolean isTaken(List<byte[]> torrents, int i) {
    try {
      return Metainfo.of(torrents.get(i)).info().totalLength() >= 0;
    } catch (BencodeException refused) {
      return false;
    }
  }

  private static void compare(String text, String[] said, Info info) {
    assertEquals(said[0], info.hash().toString(), text);
    assertEquals(said[1].equals("1"), info.isPrivate(), text);
    List<String> theirs = List.of(said).subList(2, said.length);
    assertEquals(theirs.size(), info.files().size(), text);
    for (int i = 0; i < theirs.size(); i++) {
      String[] parts = theirs.get(i).split(":");
      FileEntry file = info.files().get(i);
      assertEquals(parts[0].equals("1"), file.padding(), text);
      assertEquals(Long.parseLong(parts[1]), file.length(), text);
      // Where a path goes up or nowhere each finds a way of its own to stay in the folder.
      if (!file.padding() && !file.path().contains("_")) {
        String name = new String(HexFormat.of().parseHex(parts[2]), StandardCharsets.UTF_8);
        // A folder that has no name of its own is called by the info-hash there.
        String inFolder = info.isMultiFile() ? name.substring(name.indexOf('/') + 1) : name;
        assertEquals(comparable(inFolder), comparable(file.name()), text);
      }
    }
  }

  /** Without what each cleans, shortens and tells apart in its own way. */
  private static String comparable(String name) {
    String plain = name.replaceAll("[^a-zA-Z:?*<>\"| ]", "").toLowerCase();
    return plain.replaceAll("x{100,}|y{100,}", "long");
  }
}
