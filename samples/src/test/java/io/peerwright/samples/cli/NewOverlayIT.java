package io.peerwright.samples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * From nothing to a plug-in that runs, as the guide has it: the built program makes a folder, Maven
 * builds and tests it, and the program takes part in the new overlay from the jar that came of it.
 *
 * <p>Maven works offline, with a local repository of its own. The artifacts of this build are put
 * there; the rest comes from the local repository of this build, which has all that the new folder
 * needs as long as that names the same versions.
 */
@Execution(ExecutionMode.CONCURRENT)
class NewOverlayIT {

  private static final Path CLONE = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern ARTIFACT =
      Pattern.compile("</parent>.*?<artifactId>([^<]+)</artifactId>", Pattern.DOTALL);
  private static final Pattern TESTS_RUN = Pattern.compile("Tests run: (\\d+), Fail.* -- in ");
  private static final String VERSION = "0.1.0-SNAPSHOT";

  @TempDir private Path folder;

  /** Puts the poms and jars of this build where Maven keeps what was installed. */
  private void install(Path repository) throws IOException {
    install(repository, "peerwright", CLONE);
    try (Stream<Path> found = Files.find(CLONE, 4, (file, about) -> file.endsWith("pom.xml"))) {
      for (Path pom : found.sorted().toList()) {
        Matcher artifact = ARTIFACT.matcher(Files.readString(pom));
        if (artifact.find()) {
          install(repository, artifact.group(1), pom.getParent());
        }
      }
    }
  }

  private static void install(Path repository, String artifact, Path module) throws IOException {
    String name = artifact + '-' + VERSION;
    Path there =
        Files.createDirectories(
            repository.resolve("io/peerwright").resolve(artifact).resolve(VERSION));
    Files.copy(module.resolve("pom.xml"), there.resolve(name + ".pom"));
    Path jar = module.resolve("target").resolve(name + ".jar");
    if (Files.exists(jar)) {
      Files.copy(jar, there.resolve(name + ".jar"));
    }
  }

  private static Path repositoryOfThisBuild() {
    String named = System.getProperty("localRepository");
    return named == null
        ? Path.of(System.getProperty("user.home"), ".m2/repository")
        : Path.of(named);
  }

  /** {@code mvn arguments} in the new folder, which must end well. */
  private void maven(Path project, String... arguments) throws Exception {
    Path settings = folder.resolve("settings.xml");
    Files.writeString(
        settings,
        """
        <settings>
          <mirrors><mirror><id>built</id><mirrorOf>*</mirrorOf><url>%s</url></mirror></mirrors>
        </settings>
        """
            .formatted(repositoryOfThisBuild().toUri()));
    Path repository = folder.resolve("repository");
    install(repository);
    Path told = folder.resolve("maven.log");
    List<String> command =
        Stream.concat(
                Stream.of("mvn", "-B", "-gs", settings.toString(), "-s", settings.toString()),
                Stream.concat(Stream.of("-Dmaven.repo.local=" + repository), Stream.of(arguments)))
            .toList();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(told.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    int exitCode = builder.start().waitFor();
    assertEquals(0, exitCode, () -> read(told));
    long ran =
        TESTS_RUN.matcher(read(told)).results().mapToLong(it -> Long.parseLong(it.group(1))).sum();
    assertTrue(ran > 90, () -> read(told));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Program program(Path plugins, String bootstrap, String... arguments) throws IOException {
    return Program.jar(
        folder,
        Stream.concat(
                Stream.of(arguments),
                Stream.of(
                    "--overlay",
                    "ring",
                    "--listen",
                    "127.0.0.1:0",
                    "--set",
                    "/overlays/0/bootstrap=[" + bootstrap + "]",
                    "--plugins",
                    plugins.toString(),
                    "--json"))
            .toArray(String[]::new));
  }

  @Test
  void whatItBeginsIsBuiltTestedAndStarted() throws Exception {
    Path project = folder.resolve("my-ring");
    try (Program made = Program.jar(folder, "new-overlay", "ring", project.toString(), "--json")) {
      assertEquals("ring", made.event("created").get("name").asText());
      assertEquals(0, made.exitCode(), made.errors());
    }
    maven(project, "verify", "-Dtest=RingContractTest");

    Path plugins = project.resolve("target");
    Path poem = Files.writeString(folder.resolve("poem.txt"), "copper rain\n");
    try (Program first = program(plugins, "", "join")) {
      String address = first.event("joined").at("/endpoints/0").asText();
      String bootstrap = '"' + address + '"';
      String key;
      try (Program put = program(plugins, bootstrap, "put", poem.toString())) {
        key = put.event("put").get("key").asText();
        assertEquals(0, put.exitCode(), put.errors());
      }
      try (Program lookup = program(plugins, bootstrap, "lookup", key)) {
        JsonNode found = lookup.event("found");
        assertEquals("copper rain\n", found.get("text").asText());
        assertEquals(0, lookup.exitCode(), lookup.errors());
      }
    }
    try (Program simulate =
        Program.jar(
            folder,
            "simulate",
            "--overlay",
            "ring",
            "--peers",
            "50",
            "--plugins",
            plugins.toString(),
            "--json")) {
      JsonNode row = simulate.event("tried");
      while (!row.get("what").asText().equals("get")) {
        row = simulate.event("tried");
      }
      assertEquals(50, row.get("succeeded").asInt(), row.toString());
      assertEquals(0, simulate.exitCode(), simulate.errors());
    }
  }
}
