package io.peerwright.samples.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.peerwright.samples.architecture.planted.cycle.UsesInner;
import io.peerwright.samples.architecture.planted.knot.First;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * No cycles between the packages of a module, and none between the classes of a package, but for
 * those that are listed with their size: a list that only gets shorter.
 */
class KnotsTest {

  private static final String PLANTED = "io.peerwright.samples.architecture.planted.";

  private static JavaClasses product;

  @BeforeAll
  static void importAll() {
    product =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.peerwright");
  }

  @Test
  void packagesReachEachOtherOneWayOnly() throws IOException {
    SortedMap<String, Integer> found = new TreeMap<>();
    Knots.ofPackages(product).forEach(knot -> found.put(knot.first(), knot.size()));
    assertEquals(List.of(), largerThanListed(found, "knots-of-packages.txt"));
  }

  @Test
  void classesOfAPackageReachEachOtherOneWayOnly() throws IOException {
    SortedMap<String, Integer> found = Knots.largest(product);
    assertEquals(List.of(), largerThanListed(found, "knots-of-classes.txt"));
  }

  private static List<String> largerThanListed(SortedMap<String, Integer> found, String list)
      throws IOException {
    Map<String, Integer> listed = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("src/test/resources", list))) {
      if (!line.startsWith("#")) {
        String[] words = line.split(" ");
        listed.put(words[0], Integer.valueOf(words[1]));
      }
    }
    List<String> larger = new ArrayList<>();
    found.forEach(
        (name, size) -> {
          if (size > listed.getOrDefault(name, 1)) {
            larger.add(name + " has a knot of " + size);
          }
        });
    return larger;
  }

  @Test
  void findsThePlantedCycleOfPackages() {
    JavaClasses planted = new ClassFileImporter().importPackagesOf(UsesInner.class);
    TreeSet<String> both = new TreeSet<>(List.of(PLANTED + "cycle", PLANTED + "cycle.inner"));
    assertEquals(List.of(both), Knots.ofPackages(planted));
  }

  @Test
  void findsThePlantedKnotOfClasses() {
    JavaClasses planted = new ClassFileImporter().importPackagesOf(First.class);
    assertEquals(Map.of(PLANTED + "knot", 3), Knots.largest(planted));
    assertEquals(List.of(), Knots.ofPackages(planted));
  }
}
