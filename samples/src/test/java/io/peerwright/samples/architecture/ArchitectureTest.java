package io.peerwright.samples.architecture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The arrows between the modules, and what protocol code may not touch. */
class ArchitectureTest {

  private static final List<String> MODULES =
      List.of(
          "api", "kit", "runtime", "transport", "decorators", "overlay", "multicast", "samples");

  private static JavaClasses product;

  @BeforeAll
  static void importAll() {
    product =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.peerwright");
  }

  @ParameterizedTest
  @EnumSource(Arrow.class)
  void holds(Arrow arrow) {
    arrow.rule().check(product);
  }

  @Test
  void findsAllModules() {
    for (String each : MODULES) {
      assertTrue(
          product.stream()
              .anyMatch(type -> type.getPackageName().startsWith("io.peerwright." + each)),
          "no class of " + each + " was imported");
    }
  }

  /** A rule that nothing can break proves nothing: each must catch the planted offender. */
  @ParameterizedTest
  @EnumSource(Arrow.class)
  void catchesThePlantedOffender(Arrow arrow) {
    JavaClasses planted = new ClassFileImporter().importClasses(arrow.offender());
    ArchRule rule = arrow.ruleFor(arrow.offender().getPackageName());
    assertTrue(rule.evaluate(planted).hasViolation(), arrow + " does not see its offender");
  }
}
