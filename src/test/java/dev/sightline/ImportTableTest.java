package dev.sightline;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The package table of docs/DESIGN.md, held to the code. */
class ImportTableTest {
    private static final String ROOT = "dev.sightline.";
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\|[^|]*\\|([^|]*)\\|");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    private static JavaClasses classes;
    private static Map<String, Set<String>> table;

    @BeforeAll
    static void readTableAndCode() throws IOException {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.sightline");
        table = new LinkedHashMap<>();
        for (var line : Files.readAllLines(Path.of(System.getProperty("sightline.home"), "docs/DESIGN.md"))) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                table.put(row.group(1), imports(row.group(2)));
            }
        }
    }

    @Test
    void theTableNamesEveryPackageOnce() {
        assertThat(packagesInCode()).containsExactlyInAnyOrderElementsOf(table.keySet());
    }

    @Test
    void aRowNamesOnlyRowsAboveIt() {
        var above = new LinkedHashSet<String>();
        table.forEach((name, imports) -> {
            assertThat(above).as("rows above %s", name).containsAll(imports);
            above.add(name);
        });
    }

    @Test
    void aPackageImportsOnlyWhatItsRowNames() {
        table.forEach((name, imports) -> noClasses()
                .that()
                .resideInAPackage(ROOT + name + "..")
                .should()
                .dependOnClassesThat(ofOtherPackagesThan(name, imports))
                .allowEmptyShould(true)
                .check(classes));
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("dev.sightline.(**)").should().beFreeOfCycles().check(classes);
    }

    private static DescribedPredicate<JavaClass> ofOtherPackagesThan(String name, Set<String> imports) {
        var allowed = new LinkedHashSet<>(imports);
        allowed.add(name);
        var packages = allowed.stream().map(allow -> ROOT + allow + "..").toArray(String[]::new);
        return resideInAPackage("dev.sightline..").and(DescribedPredicate.not(resideInAnyPackage(packages)));
    }

    private static DescribedPredicate<JavaClass> resideInAnyPackage(String... packages) {
        return JavaClass.Predicates.resideInAnyPackage(packages);
    }

    // "all" stands for every row above: those packages are the program's edge, and no row names them
    private static Set<String> imports(String cell) {
        return cell.strip().equals("all")
                ? new LinkedHashSet<>(table.keySet())
                : NAME.matcher(cell).results().map(found -> found.group(1)).collect(toCollection(LinkedHashSet::new));
    }

    private static Set<String> packagesInCode() {
        return classes.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT))
                .map(name -> name.substring(ROOT.length()).split("\\.", 2)[0])
                .collect(toCollection(LinkedHashSet::new));
    }
}
