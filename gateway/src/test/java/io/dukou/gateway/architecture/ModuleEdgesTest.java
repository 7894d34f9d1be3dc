package io.dukou.gateway.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Pins which module may use which, and through which packages.
 *
 * <p>A library module exports the packages listed here and no others. To export a new one, add it
 * to the list in the same change that makes the gateway use it.
 */
final class ModuleEdgesTest {
  private static final List<String> ANONYMIZER_EXPORTS =
      List.of(
          "io.dukou.anonymizer",
          "io.dukou.anonymizer.detect",
          "io.dukou.anonymizer.hierarchy",
          "io.dukou.anonymizer.plan",
          "io.dukou.anonymizer.release",
          "io.dukou.anonymizer.report",
          "io.dukou.anonymizer.risk",
          "io.dukou.anonymizer.spec",
          "io.dukou.anonymizer.table");
  private static final List<String> POLICIES_EXPORTS = List.of("io.dukou.policies");
  private static final List<String> AUDIT_EXPORTS =
      List.of("io.dukou.audit", "io.dukou.audit.postgres");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.dukou");

  @Test
  void import_seesEveryModule() {
    for (String module : List.of("anonymizer", "policies", "audit", "gateway")) {
      assertThat(CLASSES.containPackage("io.dukou." + module)).as(module).isTrue();
    }
  }

  @Test
  void anonymizer_usesNoOtherModuleAndNoVertx() {
    usesNone("anonymizer", "io.dukou.policies..", "io.dukou.audit..");
  }

  @Test
  void policies_usesNoOtherModuleAndNoVertx() {
    usesNone("policies", "io.dukou.anonymizer..", "io.dukou.audit..");
  }

  @Test
  void audit_usesNoOtherModuleAndNoVertx() {
    usesNone("audit", "io.dukou.anonymizer..", "io.dukou.policies..");
  }

  @Test
  void gateway_usesOnlyExportedPackagesOfAnonymizer() {
    gatewayUsesOnly(ANONYMIZER_EXPORTS, "io.dukou.anonymizer..");
  }

  @Test
  void gateway_usesOnlyExportedPackagesOfPolicies() {
    gatewayUsesOnly(POLICIES_EXPORTS, "io.dukou.policies..");
  }

  @Test
  void gateway_usesOnlyExportedPackagesOfAudit() {
    gatewayUsesOnly(AUDIT_EXPORTS, "io.dukou.audit..");
  }

  @Test
  void nothing_usesArx() {
    noClasses()
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.deidentifier..", "io.dukou.anonymizer.arx.."))
        .check(CLASSES);
  }

  @Test
  void packages_formNoCycle() {
    slices()
        .matching("io.dukou.(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  private static void usesNone(String module, String... otherModules) {
    noClasses()
        .that()
        .resideInAPackage("io.dukou." + module + "..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(otherModules)
                .or(resideInAnyPackage("io.dukou.gateway..", "io.vertx..")))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  private static void gatewayUsesOnly(List<String> exports, String modulePackages) {
    noClasses()
        .that()
        .resideInAPackage("io.dukou.gateway..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(modulePackages)
                .and(not(resideInAnyPackage(exports.toArray(new String[0])))))
        .allowEmptyShould(true)
        .check(CLASSES);
  }
}
