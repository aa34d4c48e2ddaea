package io.poyang.scenarios;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The walls between packages: who may see whom, and who may see which library. */
class WallsTest {
  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.poyang");
  }

  @Test
  void packagesFormNoCycles() {
    slices().matching("io.poyang.(**)").should().beFreeOfCycles().check(classes);
  }

  /**
   * Arrows point left: telemetry, then edge, ingest, shelves and analytics, then console, platform.
   */
  @ParameterizedTest(name = "{0} does not see {1}")
  @CsvSource({
    "telemetry, edge ingest questdb influx ledger analytics console platform plants bench chaos",
    "edge,      ingest questdb influx ledger analytics console platform plants bench chaos",
    "ingest,    edge questdb influx ledger analytics console platform plants bench chaos",
    "questdb,   edge ingest influx ledger analytics console platform plants bench chaos",
    "influx,    edge ingest questdb ledger analytics console platform plants bench chaos",
    "ledger,    edge ingest questdb influx analytics console platform plants bench chaos",
    "analytics, edge ingest questdb influx ledger console platform plants bench chaos",
    "console,   edge questdb influx ledger platform plants bench chaos",
    "plants,    ingest questdb influx ledger analytics console platform bench chaos",
    "bench,     console platform plants chaos",
    "chaos,     ingest influx ledger analytics console platform plants bench"
  })
  void arrowsPointToTelemetry(String module, String others) {
    for (String other : others.split(" ")) {
      noClasses()
          .that()
          .resideInAPackage("io.poyang." + module + "..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.poyang." + other + "..")
          .allowEmptyShould(true)
          .check(classes);
    }
  }

  @ParameterizedTest(name = "{0} only in {1}")
  @CsvSource({
    "org.eclipse.milo, edge.opcua plants",
    "org.eclipse.paho, edge.mqtt edge.uplink plants bench",
    "io.moquette,      plants",
    "io.questdb,       questdb bench",
    "com.influxdb,     influx",
    "okhttp3,          influx",
    "java.sql,         edge.log ledger",
    "org.sqlite,       edge.log ledger",
    "org.flywaydb,     ledger",
    "com.google.protobuf, telemetry.wire",
    "io.vertx,         ingest console platform bench",
    "picocli,          platform bench chaos"
  })
  void aLibraryStaysBehindItsFence(String library, String homes) {
    String[] allowed = homes.split(" ");
    for (int i = 0; i < allowed.length; i++) {
      allowed[i] = "io.poyang." + allowed[i] + "..";
    }
    noClasses()
        .that()
        .resideOutsideOfPackages(allowed)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library + "..")
        .check(classes);
  }

  /**
   * Time comes in: deciders take an Instant, loops an InstantSource. Only a process asks the clock.
   */
  @Test
  void onlyTheMainClassesAskTheClock() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.poyang.platform..", "io.poyang.bench..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(classes);
  }
}
