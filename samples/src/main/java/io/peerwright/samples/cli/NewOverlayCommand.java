package io.peerwright.samples.cli;

import io.peerwright.samples.console.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Begins a plug-in: copies the example of the guide, which is built and tested with everything else
 * here, under another name. It builds alone, and passes its contract before a line is changed.
 */
@Command(
    name = "new-overlay",
    description = {
      "Begins a plug-in of your own: a folder with a pom, a README, an overlay and its tests.",
      "It builds alone with mvn verify, and is the distributed hash table of the guide, to be changed."
    },
    mixinStandardHelpOptions = true)
final class NewOverlayCommand implements Callable<Integer> {

  private static final String SOURCES = "src/main/java/io/peerwright/guide/dht/";
  private static final String TESTS = "src/test/java/io/peerwright/guide/dht/";
  private static final List<String> FILES =
      List.of(
          "template/plugin-pom.xml",
          "template/plugin-README.md",
          "template/plugin-.gitignore",
          SOURCES + "DhtConfig.java",
          SOURCES + "DhtProvider.java",
          SOURCES + "Dht.java",
          TESTS + "DhtContractTest.java",
          TESTS + "DhtTest.java");

  /** What tells messages of the example from those of other overlays. */
  private static final String PROTOCOL = "0x44485431";

  private static final String SERVICE =
      "src/main/resources/META-INF/services/io.peerwright.api.spi.OverlayProvider";

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "What configurations call it: lower-case letters and digits.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "DIR", description = "A folder that is not there yet.")
  private Path folder = Path.of("");

  @Option(names = "--json", description = "Print one JSON object a line, for scripts.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (!name.matches("[a-z][a-z0-9]{0,30}")) {
      throw new UserException(
          "a name has lower-case letters and digits, and begins with a letter: \"" + name + "\"");
    }
    if (Files.exists(folder)) {
      throw new UserException(folder + " is there already; name a folder that is not");
    }
    Map<Path, String> written = new TreeMap<>();
    for (String file : FILES) {
      String place = file.replace("template/plugin-", "").replace("io/peerwright/guide/dht", name);
      written.put(folder.resolve(renamed(place)), renamed(text(file)));
    }
    written.put(folder.resolve(SERVICE), name + "." + capitalized() + "Provider\n");
    for (Map.Entry<Path, String> each : written.entrySet()) {
      Files.createDirectories(each.getKey().getParent());
      Files.writeString(each.getKey(), each.getValue());
    }
    Console console = new Console(json);
    console.say("%s begins at %s", name, folder);
    console.say("once, in the clone of Peerwright: mvn -DskipTests install");
    console.say("to build and test it, in %s: mvn verify", folder);
    console.say(
        "to run it: java -jar peerwright.jar --plugins %s simulate --overlay %s",
        folder.resolve("target"), name);
    console.event("created", "name", name, "path", folder.toString());
    return 0;
  }

  private String capitalized() {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  private String renamed(String text) {
    return text.replace("io.peerwright.guide.dht", name)
        .replaceAll("\\bDht(?=[A-Z]\\w*\\b|\\b)", capitalized())
        .replace("\"dht\"", '"' + name + '"')
        .replace("\"dht.", '"' + name + '.')
        .replace("-Ddht.", "-D" + name + '.')
        .replace("--overlay dht", "--overlay " + name)
        .replace("overlay-dht", "overlay-" + name)
        .replace(PROTOCOL, String.format(Locale.ROOT, "0x%08x", name.hashCode()));
  }

  private static String text(String file) throws IOException {
    try (InputStream in = NewOverlayCommand.class.getResourceAsStream("/guide/" + file)) {
      if (in == null) {
        throw new IOException("this program was built without its template guide/" + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
