package io.peerwright.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README tells how many tests each contract has, and how many faults are planted. */
class ReadmeTest {

  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (\\d+) \\| .*");

  private static final Pattern HUNT =
      Pattern.compile("\\| `(Planted\\w+)` \\| ([\\w-]+) \\| (\\d+) in .*");

  private static final Path ROOT = Path.of("../..");

  @Test
  void countsTheTests() throws IOException, ClassNotFoundException {
    Map<String, Integer> told = new TreeMap<>();
    Map<String, Integer> counted = new TreeMap<>();
    String text = Files.readString(Path.of("README.md"));
    String table =
        text.substring(text.indexOf("## What is tested"), text.indexOf("## How the kit"));
    for (String line : table.lines().toList()) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        told.put(row.group(1), Integer.valueOf(row.group(2)));
        counted.put(row.group(1), tests(contract(row.group(1))));
      }
    }
    assertEquals(22, told.size(), "contracts");
    assertEquals(counted, told);
  }

  @Test
  void countsThePlantedFaults() throws IOException {
    Map<String, Integer> told = new TreeMap<>();
    Map<String, Integer> counted = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("README.md"))) {
      Matcher row = HUNT.matcher(line);
      if (row.matches()) {
        String name = row.group(2) + " " + row.group(1);
        told.put(name, Integer.valueOf(row.group(3)));
        counted.put(name, planted(folder(row.group(2)), row.group(1)));
      }
    }
    assertEquals(7, told.size(), "hunts");
    assertEquals(counted, told);
    assertEquals(told.get("kit PlantedFaultsTest"), toldBy("kit", "plants (\\d+) faults"));
    assertEquals(
        told.get("overlay-gnutella PlantedFaultsTest"),
        toldBy("overlay-gnutella", "(\\d+) planted faults"));
  }

  private static Path folder(String module) {
    Path beside = ROOT.resolve("api").resolve(module);
    return Files.isDirectory(beside) ? beside : ROOT.resolve(module);
  }

  private static int toldBy(String module, String words) throws IOException {
    Matcher found =
        Pattern.compile(words).matcher(Files.readString(folder(module).resolve("README.md")));
    return found.find() ? Integer.parseInt(found.group(1)) : -1;
  }

  /** Those of {@code PlantedFaultsTest} are all but those of other hunts, which list their own. */
  private static int planted(Path module, String hunt) throws IOException {
    boolean usual = hunt.equals("PlantedFaultsTest");
    int count = 0;
    try (Stream<Path> files = Files.walk(module.resolve("src/test/java"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        String name = file.getFileName().toString();
        boolean itsOwn =
            usual ? name.endsWith("Faults.java") || name.startsWith(hunt) : name.startsWith(hunt);
        count += itsOwn ? Files.readString(file).split("new PlantedFault\\(").length - 1 : 0;
      }
    }
    return count;
  }

  private static Class<?> contract(String name) throws ClassNotFoundException {
    String type = name.endsWith("Contract") ? name : "TransportContract$" + name;
    return Class.forName("io.peerwright.tck." + type);
  }

  private static int tests(Class<?> contract) {
    int count = 0;
    for (Class<?> each = contract; each != null; each = each.getSuperclass()) {
      count +=
          (int)
              Arrays.stream(each.getDeclaredMethods())
                  .filter(method -> method.isAnnotationPresent(Test.class))
                  .count();
    }
    return count;
  }
}
