package tech.powerjob.it.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The arrows between the modules. Every rule is also shown a class that breaks it, and must say so.
 */
class ArchitectureTest {
  private static final String API_WIRE = "tech.powerjob.wire..";
  private static final String API_COMMON = "tech.powerjob.common..";
  private static final String API_CONFIG = "tech.powerjob.config..";
  private static final String API_SDK = "tech.powerjob.worker.core.processor..";
  private static final String API_SDK_LOG = "tech.powerjob.worker.log";
  private static final String DOMAIN = "tech.powerjob.domain..";
  private static final String JMS = "tech.powerjob.jms..";
  private static final String BROKER = "tech.powerjob.broker..";
  private static final String SERVER = "tech.powerjob.server..";
  private static final String WEB = "tech.powerjob.web..";
  private static final String WORKER = "tech.powerjob.worker..";
  private static final String CLIENT = "tech.powerjob.client..";

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          // Test kits of other modules.
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("tech.powerjob")
          .that(not(resideInAPackage("tech.powerjob.it..")));

  static Stream<Arguments> rules() {
    return Stream.of(
        rule(
            "api uses the JDK only",
            classes()
                .that()
                .resideInAnyPackage(API_WIRE, API_COMMON, API_CONFIG)
                .should()
                .onlyDependOnClassesThat(
                    resideInAnyPackage(
                        "java..", API_WIRE, API_COMMON, API_CONFIG, API_SDK, API_SDK_LOG)),
            tech.powerjob.wire.broken.UsesJackson.class),
        rule(
            "domain uses api, cron-utils, SLF4J and persistence annotations",
            classes()
                .that()
                .resideInAPackage(DOMAIN)
                .should()
                .onlyDependOnClassesThat(
                    resideInAnyPackage(
                        "java..",
                        "javax.crypto..",
                        DOMAIN,
                        API_WIRE,
                        API_COMMON,
                        API_CONFIG,
                        "com.cronutils..",
                        "org.slf4j..",
                        "jakarta.persistence..")),
            tech.powerjob.domain.broken.UsesEjb.class),
        rule(
            "domain reads no clock",
            noClasses()
                .that()
                .resideInAPackage(DOMAIN)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now"),
            tech.powerjob.domain.broken.ReadsClock.class),
        rule(
            "jms and broker know neither domain nor server",
            noClasses()
                .that()
                .resideInAnyPackage(JMS, BROKER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(DOMAIN, SERVER, WEB, WORKER),
            tech.powerjob.jms.broken.UsesDomain.class),
        rule(
            "the server does not know the web layer",
            noClasses()
                .that()
                .resideInAPackage(SERVER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(WEB, BROKER, CLIENT),
            tech.powerjob.server.broken.UsesWeb.class),
        rule(
            "the web layer leaves storage to the server",
            noClasses()
                .that()
                .resideInAPackage(WEB)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "jakarta.persistence.."),
            tech.powerjob.web.broken.UsesSql.class),
        rule(
            "worker and client know neither domain nor server",
            noClasses()
                .that()
                .resideInAnyPackage(WORKER, CLIENT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(DOMAIN, SERVER, WEB, BROKER),
            tech.powerjob.worker.broken.UsesDomain.class),
        rule(
            "domain, server and web form no cycle",
            slices().matching("tech.powerjob.(domain|server|web)..").should().beFreeOfCycles(),
            tech.powerjob.domain.broken.UsesServer.class,
            tech.powerjob.server.broken.UsesBrokenDomain.class));
  }

  private static Arguments rule(String name, ArchRule rule, Class<?>... offenders) {
    return Arguments.of(name, rule, offenders);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void production_keepsTheRule(String name, ArchRule rule, Class<?>[] offenders) {
    rule.check(PRODUCTION);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void offender_isFound(String name, ArchRule rule, Class<?>[] offenders) {
    var broken = new ClassFileImporter().importClasses(offenders);
    assertThat(rule.evaluate(broken).hasViolation()).as(name).isTrue();
  }
}
