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
import org.junit.jupiter.api.Test;

/** The README tells how many tests each contract has. */
class ReadmeTest {

  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (\\d+) \\| .*");

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
