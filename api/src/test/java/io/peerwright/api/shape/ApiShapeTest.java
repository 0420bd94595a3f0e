package io.peerwright.api.shape;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.peerwright.api.Loop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** The contracts stay small and alone; each rule is also shown to fail on {@link Planted}. */
class ApiShapeTest {

  private static final int MAX_PUBLIC_TYPES = 48;
  private static final int MAX_JAR_BYTES = 70 * 1024;

  /** What a jar has besides classes: the manifest, the pom and their folders. */
  private static final int JAR_OVERHEAD_BYTES = 4 * 1024;

  private static final Path CLASSES = folderOfClasses();
  private static final JavaClasses API = new ClassFileImporter().importPath(CLASSES);

  private static final ArchRule ALONE =
      classes()
          .should()
          .onlyDependOnClassesThat(
              describe(
                  "are of the api, of java.base or JSpecify annotations",
                  type ->
                      type.getPackageName().startsWith("io.peerwright.api")
                          || type.getPackageName().equals("org.jspecify.annotations")
                          || isOfJavaBase(type)));

  private static final ArchRule TIMELESS =
      noClasses()
          .should()
          .dependOnClassesThat(
              describe(
                  "tell the time",
                  type ->
                      type.getPackageName().equals("java.time")
                          && !type.isEquivalentTo(Duration.class)))
          .orShould()
          .callMethodWhere(
              describe(
                  "it reads a clock or draws a random number of the JDK",
                  call ->
                      Set.of("nanoTime", "currentTimeMillis", "random").contains(call.getName())
                          && call.getTargetOwner().getPackageName().equals("java.lang")));

  private static Path folderOfClasses() {
    try {
      return Path.of(Loop.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isOfJavaBase(JavaClass type) {
    String name = type.getBaseComponentType().getFullName();
    return type.getBaseComponentType().isPrimitive()
        || Object.class.getModule().equals(moduleOf(name));
  }

  private static Module moduleOf(String className) {
    try {
      return Class.forName(className, false, ClassLoader.getPlatformClassLoader()).getModule();
    } catch (ClassNotFoundException e) {
      return ApiShapeTest.class.getModule();
    }
  }

  private static JavaClasses planted(Class<?> type) {
    return new ClassFileImporter().importClasses(type);
  }

  private static void assertBreaks(ArchRule rule, Class<?> type) {
    assertThrows(AssertionError.class, () -> rule.check(planted(type)));
  }

  @Test
  void dependsOnJavaBaseAlone() {
    ALONE.check(API);
    assertBreaks(ALONE, Planted.NeedsLibrary.class);
  }

  @Test
  void theModuleRequiresJavaBaseAloneAtRunTime() throws IOException {
    try (InputStream in = Files.newInputStream(CLASSES.resolve("module-info.class"))) {
      List<String> atRunTime =
          ModuleDescriptor.read(in).requires().stream()
              .filter(
                  required ->
                      !required.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
              .map(ModuleDescriptor.Requires::name)
              .toList();
      assertEquals(List.of("java.base"), atRunTime);
    }
  }

  @Test
  void hasNoTimeAndNoChanceOfItsOwn() {
    TIMELESS.check(API);
    assertBreaks(TIMELESS, Planted.ReadsClock.class);
    assertBreaks(TIMELESS, Planted.ReadsNanoTime.class);
  }

  @Test
  void hasFewPublicTypes() {
    List<String> types = publicTypes(API);
    assertTrue(types.size() <= MAX_PUBLIC_TYPES, types.size() + " public types: " + types);
    assertTrue(types.contains("io.peerwright.api.overlay.Download$State"), "nested ones count");
    assertEquals(7, publicTypes(new ClassFileImporter().importPackagesOf(Planted.class)).size());
  }

  private static List<String> publicTypes(JavaClasses classes) {
    return classes.stream()
        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
        .filter(type -> !type.isAnonymousClass() && !type.getSimpleName().equals("module-info"))
        .map(JavaClass::getName)
        .sorted()
        .toList();
  }

  @Test
  void fitsIntoASmallJar() throws IOException {
    int bytes = zippedBytes(CLASSES) + JAR_OVERHEAD_BYTES;
    assertTrue(bytes <= MAX_JAR_BYTES, "the jar would have " + bytes + " bytes");
    assertTrue(bytes > 2 * JAR_OVERHEAD_BYTES, "no classes in " + CLASSES);
  }

  private static int zippedBytes(Path folder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes);
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
        Files.copy(file, zip);
      }
    }
    return bytes.size();
  }

  @Test
  void namesNoFutureInASignature() {
    assertEquals(List.of(), API.stream().flatMap(type -> futures(type.reflect())).toList());
    assertEquals(1, futures(Planted.ReturnsFuture.class).count());
  }

  private static Stream<String> futures(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .map(Method::toGenericString)
        .filter(signature -> signature.contains(CompletableFuture.class.getName()));
  }

  /** Marks say which references may be null, and are checked; only a number needs OptionalLong. */
  @Test
  void takesAndHoldsNoOptionalReference() {
    assertEquals(List.of(), API.stream().flatMap(type -> optionals(type.reflect())).toList());
    assertEquals(1, optionals(Planted.TakesOptional.class).count());
    assertEquals(2, optionals(Planted.HoldsOptional.class).count(), "a field and a parameter");
  }

  private static Stream<String> optionals(Class<?> type) {
    List<Type> types = new ArrayList<>();
    Arrays.stream(type.getDeclaredFields()).map(Field::getGenericType).forEach(types::add);
    Stream.<Executable>concat(
            Arrays.stream(type.getDeclaredMethods()), Arrays.stream(type.getDeclaredConstructors()))
        .flatMap(executable -> Arrays.stream(executable.getGenericParameterTypes()))
        .forEach(types::add);
    return types.stream()
        .map(Type::getTypeName)
        .filter(name -> name.contains(Optional.class.getName() + "<"))
        .map(name -> type.getName() + ": " + name);
  }
}
