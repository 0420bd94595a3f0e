package io.peerwright.bench.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.peerwright.bench.architecture.planted.cycle.UsesInner;
import io.peerwright.bench.architecture.planted.knot.First;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * No cycles between the packages of a module, and none between the classes of a package, but for
 * those that are listed with their size: a list that only gets shorter, and that says neither more
 * nor less than there is. Stands in the module that is built last, to see all of them.
 */
class KnotsTest {

  private static final Path ROOT = Path.of("../..");
  private static final Pattern MODULE = Pattern.compile("<module>(.*)</module>");
  private static final String PLANTED = "io.peerwright.bench.architecture.planted.";

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
    List<String> found = Knots.sizes(Knots.ofPackages(product));
    assertEquals(List.of(), differences(found, "knots-of-packages.txt"));
  }

  @Test
  void classesOfAPackageReachEachOtherOneWayOnly() throws IOException {
    List<String> found = Knots.sizes(Knots.ofClasses(product));
    assertEquals(List.of(), differences(found, "knots-of-classes.txt"));
  }

  private static List<String> differences(List<String> found, String list) throws IOException {
    List<String> listed = new ArrayList<>(Files.readAllLines(Path.of("src/test/resources", list)));
    listed.removeIf(line -> line.startsWith("#"));
    List<String> differences = new ArrayList<>();
    found.stream().filter(knot -> !listed.contains(knot)).forEach(differences::add);
    listed.removeAll(found);
    listed.forEach(knot -> differences.add("listed, but not there: " + knot));
    return differences;
  }

  /** A rule that does not see a module proves nothing about it. */
  @Test
  void seesEveryPackageOfEveryModule() throws IOException {
    Set<String> unseen = new TreeSet<>();
    Matcher module = MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")));
    while (module.find()) {
      unseen.addAll(packagesBelow(ROOT.resolve(module.group(1)).resolve("src/main/java")));
    }
    assertTrue(unseen.contains("io.peerwright.bench"), "no packages were found");
    product.forEach(type -> unseen.remove(type.getPackageName()));
    assertEquals(Set.of(), unseen);
  }

  private static Set<String> packagesBelow(Path sources) throws IOException {
    if (!Files.isDirectory(sources)) {
      return Set.of();
    }
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java") && !file.endsWith("module-info.java"))
          .map(file -> sources.relativize(file.getParent()).toString())
          .map(folder -> folder.replace(File.separatorChar, '.'))
          .collect(Collectors.toSet());
    }
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
    assertEquals(List.of(PLANTED + "knot.First 3"), Knots.sizes(Knots.ofClasses(planted)));
    assertEquals(List.of(), Knots.ofPackages(planted));
  }
}
