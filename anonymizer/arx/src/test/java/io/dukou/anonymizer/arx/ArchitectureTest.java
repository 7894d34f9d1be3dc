package io.dukou.anonymizer.arx;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Pins what the planner on ARX uses of the anonymizer and of ARX, and what it shows. */
final class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.dukou");

  @Test
  void planner_usesThePackagesOfPlanningOnly() {
    noClasses()
        .that()
        .resideInAPackage("io.dukou.anonymizer.arx")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.dukou..")
                .and(
                    not(
                        resideInAnyPackage(
                            "io.dukou.anonymizer.arx",
                            "io.dukou.anonymizer.hierarchy",
                            "io.dukou.anonymizer.plan",
                            "io.dukou.anonymizer.spec",
                            "io.dukou.anonymizer.table"))))
        .check(CLASSES);
  }

  @Test
  void planner_usesThePublicPackagesOfArxOnly() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.deidentifier..")
                .and(
                    not(
                        resideInAnyPackage(
                            "org.deidentifier.arx",
                            "org.deidentifier.arx.criteria",
                            "org.deidentifier.arx.metric"))))
        .check(CLASSES);
  }

  @Test
  void nothingButThePlanner_usesArx() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.dukou.anonymizer.arx")
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.deidentifier..", "io.dukou.anonymizer.arx"))
        .check(CLASSES);
  }

  @Test
  void onlyThePlannerItself_isPublic() {
    classes()
        .that()
        .resideInAPackage("io.dukou.anonymizer.arx")
        .and()
        .doNotHaveSimpleName("ArxPlanner")
        .and()
        .doNotHaveSimpleName("package-info")
        .should()
        .notBePublic()
        .check(CLASSES);
  }
}
