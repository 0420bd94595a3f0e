package io.peerwright.samples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The built program among members of groups on loopback. */
@Execution(ExecutionMode.CONCURRENT)
class GroupCommandsIT {

  private static final int FILE_BYTES = 1_000_000;

  @TempDir private Path folder;

  private Program group(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("group"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--listen", "127.0.0.1:0", "--json"));
    return Program.jar(folder, all.toArray(String[]::new));
  }

  private Path file() throws IOException {
    byte[] bytes = new byte[FILE_BYTES];
    new Random(5).nextBytes(bytes);
    return Files.write(folder.resolve("film.bin"), bytes);
  }

  @Test
  void membersOfIpMulticastGetAFileWhole() throws Exception {
    Path file = file();
    Path copy = folder.resolve("copy.bin");
    String name = "film of " + folder;
    try (Program member = group("join", name, "--delivery", "reliable", "--to", copy.toString())) {
      member.event("joined");
      try (Program sender =
          group("send", name, "--delivery", "reliable", "--file", file.toString())) {
        assertEquals((FILE_BYTES + 1_399) / 1_400, sender.event("sent").at("/messages").asInt());
        assertEquals(0, sender.exitCode());
      }
    }
    assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(copy));
  }

  @Test
  void membersMeetAtARendezvousServer() throws Exception {
    Path line = Files.writeString(folder.resolve("line"), "dinner is ready");
    try (Program server = group("rendezvous")) {
      String at = server.event("serving").at("/endpoints/0").asText();
      try (Program member = group("join", "hall", "--by", "end-host", "--rendezvous", at)) {
        member.event("joined");
        try (Program sender =
            group(
                "send",
                "hall",
                "--by",
                "end-host",
                "--rendezvous",
                at,
                "--file",
                line.toString())) {
          assertEquals("dinner is ready", member.event("message").at("/text").asText());
          assertEquals(0, sender.exitCode());
        }
      }
    }
  }

  @Test
  void announcedGroupsAreListed() throws Exception {
    try (Program announcer = group("announce", "kitchen", "--title", "What is cooking")) {
      announcer.event("announced");
      try (Program list = group("list", "--within", "5s")) {
        assertEquals("What is cooking", list.event("group").at("/title").asText());
        assertEquals(0, list.exitCode());
      }
    }
  }

  @Test
  void doctorSaysThatLoopbackWorks() throws Exception {
    try (Program doctor = group("doctor")) {
      assertTrue(doctor.event("interface").at("/works").asBoolean());
      assertEquals(0, doctor.exitCode());
    }
  }
}
