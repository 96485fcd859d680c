/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashSet;
import java.util.Set;
import org.isoloss.contract.LossRecords;
import org.isoloss.tensor.TensorOps;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The house keeps its own rules. */
class ArchitectureTest {

    private static final int CLASSES = 170;
    private static final int LOSSES = 49;

    /** What reads an array back, by the class that declares it. */
    private static final Set<String> READERS = Set.of("NDArray", "INDArray", "BaseNDArray", "DataBuffer");

    private static JavaClasses house;

    @BeforeAll
    static void read() {
        house = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.isoloss");
    }

    @Test
    void thereIsSomethingToLookAt() {
        assertThat(house.size()).isGreaterThanOrEqualTo(CLASSES);
        assertThat(LossRecords.all()).hasSizeGreaterThanOrEqualTo(LOSSES);
    }

    @Test
    void dependenciesPointOneWay() {
        noClasses()
                .that()
                .resideInAnyPackage("org.isoloss.tensor..")
                .should()
                .dependOnClassesThat(inTheHouseBut("tensor"))
                .check(house);
        noClasses()
                .that()
                .resideInAnyPackage("org.isoloss.host..")
                .should()
                .dependOnClassesThat(inTheHouseBut("host", "tensor"))
                .check(house);
        noClasses()
                .that()
                .resideInAPackage("org.isoloss")
                .should()
                .dependOnClassesThat(inTheHouseBut("", "tensor"))
                .check(house);
        noClasses()
                .that()
                .resideInAPackage("org.isoloss.djl..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.isoloss.dl4j..")
                .check(house);
        noClasses()
                .that()
                .resideInAPackage("org.isoloss.dl4j..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.isoloss.djl..")
                .check(house);
        slices().matching("org.isoloss.(*)..").should().beFreeOfCycles().check(house);
    }

    private static DescribedPredicate<JavaClass> inTheHouseBut(String... packages) {
        Set<String> allowed = new HashSet<>();
        for (String p : packages) {
            allowed.add(p.isEmpty() ? "org.isoloss" : "org.isoloss." + p);
        }
        return DescribedPredicate.describe(
                "in the house outside " + allowed,
                c -> c.getPackageName().startsWith("org.isoloss") && !allowed.contains(c.getPackageName()));
    }

    @Test
    void theCoreKnowsNoFramework() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.isoloss.djl..", "org.isoloss.dl4j..", "org.isoloss.contract..", "org.isoloss.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl..", "org.nd4j..", "org.deeplearning4j..")
                .check(house);
    }

    @Test
    void everyLossIsARecordOfPermittedComponents() {
        LossRecords.withVariants().forEach(LossConfig::require);
        classes()
                .that()
                .implement(Loss.class)
                .and()
                .resideInAPackage("org.isoloss..")
                .should()
                .beRecords()
                .check(house);
    }

    @Test
    void everyLossIsInTheIndex() {
        assertThat(Losses.all()).containsExactlyInAnyOrderElementsOf(LossRecords.all());
    }

    @Test
    void lossesTouchNothingButTheVocabulary() {
        classes()
                .that()
                .implement(Loss.class)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("org.isoloss..", "java.lang..", "java.util..", "com.google.auto.service..")
                .check(house);
    }

    @Test
    void onlyLossConfigReflects() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.isoloss.contract..", "org.isoloss.cli..")
                .and()
                .doNotHaveFullyQualifiedName(LossConfig.class.getName())
                .and()
                .areNotAssignableTo(LossConfig.class)
                .and(DescribedPredicate.describe(
                        "are not inside LossConfig", c -> !c.getName().startsWith(LossConfig.class.getName())))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.reflect..")
                .check(house);
    }

    @Test
    void onlyVectorKernelsNeedTheVectorModule() {
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("Vector")
                .or()
                .resideOutsideOfPackage("org.isoloss.fused.kernel")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator.vector..")
                .check(house);
    }

    @Test
    void nothingButToHostReadsValuesBack() {
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .implement(TensorOps.class)
                .and()
                .doNotHaveName("toHost")
                .should(readAnArrayBack())
                .check(house);
    }

    private static ArchCondition<JavaMethod> readAnArrayBack() {
        return new ArchCondition<>("read an array back") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                for (JavaMethodCall call : method.getMethodCallsFromSelf()) {
                    boolean reads = READERS.contains(call.getTargetOwner().getSimpleName())
                            && call.getName()
                                    .matches("to(.*Array|ByteBuffer|.*Vector|.*Matrix|Int|Long|Float|Double|String.*)"
                                            + "|get(Double|Float|Int|Long|Boolean|Byte|Short|Number|String).*"
                                            + "|data|as(Nio.*|Double|Float|Int|Long)|.*Number");
                    events.add(new SimpleConditionEvent(method, reads, call.getDescription()));
                }
            }
        };
    }

    @Test
    void nothingPrintsToTheConsole() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(house);
    }

    @Test
    void whatIsPublishedIsFinalOrMadeToBeExtended() {
        classes()
                .that()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .should()
                .haveModifier(JavaModifier.FINAL)
                .orShould()
                .haveModifier(JavaModifier.ABSTRACT)
                .check(house);
    }
}
