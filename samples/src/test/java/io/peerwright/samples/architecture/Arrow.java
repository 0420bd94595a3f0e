package io.peerwright.samples.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchRule;
import io.peerwright.samples.architecture.planted.Prints;
import io.peerwright.samples.architecture.planted.ReadsTheClock;
import io.peerwright.samples.architecture.planted.UsesGuice;
import io.peerwright.samples.architecture.planted.UsesJackson;
import io.peerwright.samples.architecture.planted.UsesTheRuntime;
import io.peerwright.samples.architecture.planted.UsesTheSimulation;
import io.peerwright.samples.architecture.planted.UsesVertx;
import java.util.Set;

/** One direction that must not be taken, and why. */
enum Arrow {
  API_STANDS_ALONE(
      UsesGuice.class, "an embedder pays for what the contracts pull in", "io.peerwright.api..") {
    @Override
    ArchRule forbid(String... packages) {
      return noClasses()
          .that()
          .resideInAnyPackage(packages)
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("java..", "org.jspecify..", "io.peerwright.api..");
    }
  },
  PROTOCOLS_KNOW_NO_TRANSPORT(
      UsesVertx.class,
      "the same code must run live and simulated",
      "io.peerwright.kit..",
      "io.peerwright.overlay..",
      "io.peerwright.multicast..",
      "io.peerwright.nat..") {
    @Override
    ArchRule forbid(String... packages) {
      return touching(packages, "io.vertx..", "io.netty..", "io.peerwright.transport..");
    }
  },
  DECORATORS_STAND_ON_API_AND_KIT(
      UsesTheSimulation.class,
      "they are put around any transport, and pull in none",
      "io.peerwright.decorators..") {
    @Override
    ArchRule forbid(String... packages) {
      return noClasses()
          .that()
          .resideInAnyPackage(packages)
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "java..",
              "javax.net.ssl..",
              "javax.security..",
              "org.jspecify..",
              "io.peerwright.api..",
              "io.peerwright.kit..",
              "io.peerwright.decorators..");
    }
  },
  PROTOCOLS_KNOW_NO_WIRING(
      UsesTheRuntime.class,
      "a million peers must fit, and a plug-in must not force our libraries on anybody",
      "io.peerwright.kit..",
      "io.peerwright.overlay..",
      "io.peerwright.multicast..",
      "io.peerwright.nat..",
      "io.peerwright.decorators..",
      "io.peerwright.transport..") {
    @Override
    ArchRule forbid(String... packages) {
      return touching(
          packages,
          "com.google.inject..",
          "com.fasterxml..",
          "io.micrometer..",
          "io.peerwright.runtime..",
          "io.peerwright.samples..");
    }
  },
  ONLY_THE_RUNTIME_USES_GUICE(
      UsesGuice.class,
      "Guice assembles once per process",
      "io.peerwright.api..",
      "io.peerwright.kit..",
      "io.peerwright.overlay..",
      "io.peerwright.multicast..",
      "io.peerwright.decorators..",
      "io.peerwright.transport..",
      "io.peerwright.tck..",
      "io.peerwright.samples..") {
    @Override
    ArchRule forbid(String... packages) {
      return touching(packages, "com.google.inject..");
    }
  },
  THE_RUNTIME_KNOWS_NO_PLUGIN(
      UsesVertx.class, "plug-ins are found, not named", "io.peerwright.runtime..") {
    @Override
    ArchRule forbid(String... packages) {
      return touching(
          packages,
          "io.peerwright.transport..",
          "io.peerwright.overlay..",
          "io.peerwright.multicast..",
          "io.vertx..");
    }
  },
  PROTOCOLS_DO_NOT_CONFIGURE_THEMSELVES(
      UsesJackson.class,
      "a configuration arrives as a record",
      "io.peerwright.kit..",
      "io.peerwright.overlay..",
      "io.peerwright.multicast..",
      "io.peerwright.decorators..") {
    @Override
    ArchRule forbid(String... packages) {
      return touching(packages, "com.fasterxml..");
    }
  },
  ONLY_THE_CONSOLE_PRINTS(
      Prints.class,
      "what strangers say is made safe for a terminal in one place",
      "io.peerwright.api..",
      "io.peerwright.kit..",
      "io.peerwright.runtime..",
      "io.peerwright.transport..",
      "io.peerwright.decorators..",
      "io.peerwright.overlay..",
      "io.peerwright.multicast..",
      "io.peerwright.nat..",
      "io.peerwright.samples..") {
    @Override
    ArchRule forbid(String... packages) {
      return noClasses()
          .that()
          .resideInAnyPackage(packages)
          .and()
          .resideOutsideOfPackage("io.peerwright.samples.console..")
          .should()
          .accessFieldWhere(IS_A_STANDARD_STREAM)
          .orShould()
          .callMethodWhere(PRINTS_A_TRACE);
    }
  },
  ONLY_THE_LOOP_GIVES_TIME_AND_CHANCE(
      ReadsTheClock.class,
      "a run must repeat from its seed",
      "io.peerwright.kit..",
      "io.peerwright.overlay..",
      "io.peerwright.multicast..",
      "io.peerwright.nat..",
      "io.peerwright.decorators..") {
    @Override
    ArchRule forbid(String... packages) {
      return noClasses()
          .that()
          .resideInAnyPackage(packages)
          .and()
          .doNotHaveFullyQualifiedName(SEEDED_BY_THE_LOOP)
          .should()
          .callCodeUnitWhere(IS_NOT_REPEATABLE)
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching(NOT_REPEATABLE_TYPES);
    }
  };

  /** TLS takes nothing but a {@code SecureRandom}; this one is seeded from the loop. */
  private static final String SEEDED_BY_THE_LOOP = "io.peerwright.kit.tls.LoopRandom";

  private static final String NOT_REPEATABLE_TYPES =
      "java\\.lang\\.Thread|java\\.util\\.Random|java\\.security\\.SecureRandom"
          + "|java\\.util\\.(Timer|UUID)|java\\.util\\.concurrent\\.(ThreadLocalRandom"
          + "|ForkJoinPool|Executor.*|ScheduledExecutorService)"
          + "|java\\.time\\.(Clock|Instant)|java\\.net\\.(Socket|ServerSocket|DatagramSocket)"
          + "|java\\.nio\\.channels\\.(SocketChannel|DatagramChannel|ServerSocketChannel)";

  private static final DescribedPredicate<JavaCall<?>> IS_NOT_REPEATABLE =
      new DescribedPredicate<>("is not repeatable") {
        @Override
        public boolean test(JavaCall<?> call) {
          JavaClass owner = call.getTargetOwner();
          String name = call.getName();
          return owner.isEquivalentTo(System.class)
                  && Set.of("nanoTime", "currentTimeMillis", "identityHashCode").contains(name)
              || owner.isEquivalentTo(Math.class) && name.equals("random")
              || owner.isAssignableTo(java.util.concurrent.CompletionStage.class)
                  && (name.endsWith("Async")
                      || Set.of("join", "get", "orTimeout", "completeOnTimeout").contains(name));
        }
      };

  private static final DescribedPredicate<JavaFieldAccess> IS_A_STANDARD_STREAM =
      new DescribedPredicate<>("is a standard stream") {
        @Override
        public boolean test(JavaFieldAccess access) {
          return access.getTargetOwner().isEquivalentTo(System.class);
        }
      };

  private static final DescribedPredicate<JavaMethodCall> PRINTS_A_TRACE =
      new DescribedPredicate<>("prints a stack trace") {
        @Override
        public boolean test(JavaMethodCall call) {
          return call.getTargetOwner().isAssignableTo(Throwable.class)
              && call.getName().equals("printStackTrace");
        }
      };

  private final Class<?> offender;
  private final String reason;
  private final String[] packages;

  Arrow(Class<?> offender, String reason, String... packages) {
    this.offender = offender;
    this.reason = reason;
    this.packages = packages;
  }

  abstract ArchRule forbid(String... packages);

  Class<?> offender() {
    return offender;
  }

  ArchRule rule() {
    return ruleFor(packages);
  }

  ArchRule ruleFor(String... places) {
    return forbid(places).because(reason).allowEmptyShould(true);
  }

  private static ArchRule touching(String[] packages, String... forbidden) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden);
  }
}
