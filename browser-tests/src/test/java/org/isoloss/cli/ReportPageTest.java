/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.isoloss.Losses;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of a real run, in a real browser. */
@Tag("browser")
class ReportPageTest {

    private static final boolean WRITE = "write".equals(System.getProperty("isoloss.docs"));

    /** The documentation shows a whole run. */
    private static final int EPOCHS = WRITE ? 30 : 4;

    private static final int PLOTS = 23;

    /** WCAG 2.2, 1.4.3 and 1.4.11. */
    private static final double TEXT_CONTRAST = 4.5;

    private static final double MARK_CONTRAST = 3;

    private static final String CONTRAST = """
            const numbers = c => c.match(/[\\d.]+/g).slice(0, 3).map(Number);
            const light = c => numbers(c).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
                .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
            const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
            const ground = getComputedStyle(document.body).backgroundColor;
            """;

    private static Path page;
    private static Browser browser;

    @BeforeAll
    static void runAndOpen(@TempDir Path directory) {
        page = directory.resolve("report.html");
        StringWriter out = new StringWriter();
        int exit = Main.commandLine(Limits.STANDARD.withAccuracy(0.5))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(new StringWriter(), true))
                .execute("--epochs=" + EPOCHS, "--out=" + page);
        assertThat(exit).isZero();
        assertThat(out.toString()).contains("Pictures: " + page.toUri());
        browser = new Browser(directory.resolve("profile"));
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"PHONE,light", "PHONE,dark", "DESKTOP,light", "DESKTOP,dark"})
    void thePageIsWholeAndReadable(Device device, String scheme) {
        browser.requests();
        browser.as(device, scheme).open(page);

        assertThat(browser.console()).isEmpty();
        assertThat(browser.requests())
                .contains(page.toUri().toString())
                .allMatch(address -> address.equals(page.toUri().toString()) || address.startsWith("data:"));
        assertThat(browser.ask("return document.documentElement.scrollWidth")).isEqualTo((long) device.width());
        assertThat(browser.list("return [...document.querySelectorAll('svg.plot')]"
                        + ".filter(s => s.getBoundingClientRect().right > innerWidth || s.getBoundingClientRect().width < 300)"
                        + ".map(s => s.id)"))
                .isEmpty();
        assertThat(faint("h1,h2,p,dt,dd,summary,th,td", "color", TEXT_CONTRAST)).isEmpty();
        assertThat(faint("svg.plot:not(.plane) text", "fill", TEXT_CONTRAST)).isEmpty();
        assertThat(faint(".curve path", "stroke", MARK_CONTRAST)).isEmpty();
        assertThat(faint(".bound line", "stroke", MARK_CONTRAST)).isEmpty();
        assertThat(small()).isEmpty();
    }

    /** Texts or marks that do not stand out from the ground. */
    private static List<String> faint(String what, String property, double least) {
        assertThat(browser.ask("return document.querySelectorAll('%s').length".formatted(what)))
                .as(what)
                .isNotEqualTo(0L);
        return browser.list(CONTRAST + """
                return [...document.querySelectorAll('%1$s')]
                    .filter(e => !(contrast(getComputedStyle(e).%2$s, ground) >= %3$s))
                    .map(e => e.outerHTML.slice(0, 120) + ' ' + getComputedStyle(e).%2$s);
                """.formatted(what, property, least));
    }

    /** Texts in drawings that are lower than 9 pixels. */
    private static List<String> small() {
        return browser.list("""
                return [...document.querySelectorAll('svg.plot text')]
                    .filter(t => parseFloat(getComputedStyle(t).fontSize) * t.ownerSVGElement.getScreenCTM().a < 9)
                    .map(t => t.ownerSVGElement.id + ': ' + t.textContent);
                """);
    }

    @Test
    void everyMarkIsDrawn() {
        browser.as(Device.PHONE, "light").open(page);
        List<String> wrong = browser.list("""
                return [...document.querySelectorAll('svg.plot .layer')].filter(layer => {
                    const marks = [...layer.querySelectorAll('path,circle,line,text')].filter(m => !m.closest('defs'));
                    const frame = layer.ownerSVGElement.getBoundingClientRect();
                    const seen = marks.every(m => {
                        const box = m.getBoundingClientRect();
                        return box.width + box.height > 0 && box.right > frame.left && box.left < frame.right
                            && box.bottom > frame.top && box.top < frame.bottom;
                    });
                    const expected = layer.dataset.marks;
                    return !seen || (expected === undefined ? marks.length < 2 : marks.length !== Number(expected));
                }).map(layer => layer.ownerSVGElement.id + ' ' + layer.className.baseVal);
                """);
        assertThat(wrong).isEmpty();
        assertThat(browser.ask("return document.querySelectorAll('svg.plot').length"))
                .isEqualTo((long) PLOTS);
    }

    /** What the run has done, counted where it was not drawn. */
    @Test
    void thereIsADotForEachEpochAndForEachLoss() {
        browser.as(Device.DESKTOP, "light").open(page);
        int losses = Losses.all().size();
        Map<String, Integer> dots = Map.of(
                "training-native-loss", 2 * EPOCHS,
                "training-auto-loss", 2 * EPOCHS,
                "training-native-accuracy", 2 * EPOCHS,
                "training-auto-accuracy", 2 * EPOCHS,
                "parity-djl", 4 * losses);
        dots.forEach((plot, count) -> assertThat(browser.ask(("return [...document.querySelectorAll('#%s .dots')]"
                                + ".flatMap(l => [...l.querySelectorAll('path,circle')].filter(m => !m.closest('defs'))).length")
                        .formatted(plot)))
                .as(plot)
                .isEqualTo((long) count));
        assertThat(browser.ask("return document.querySelectorAll('table tbody tr').length"))
                .isEqualTo(2L * EPOCHS);
    }

    @Test
    void darkIsDark() {
        String ground = "return getComputedStyle(document.body).backgroundColor + "
                + "getComputedStyle(document.querySelector('.curve path')).stroke";
        Object light = browser.as(Device.DESKTOP, "light").open(page).ask(ground);
        Object dark = browser.as(Device.DESKTOP, "dark").open(page).ask(ground);

        assertThat(light).isEqualTo("rgb(255, 255, 255)rgb(0, 114, 178)");
        assertThat(dark).isEqualTo("rgb(18, 22, 28)rgb(86, 180, 233)");
    }

    /** Otherwise silence would prove nothing. */
    @Test
    void consoleAndRequestsAreHeard(@TempDir Path elsewhere) throws IOException {
        Path broken = elsewhere.resolve("broken.html");
        Files.writeString(broken, "<!DOCTYPE html><script>nothing()</script><img src=\"none.png\">");
        browser.as(Device.DESKTOP, "light").open(broken);

        assertThat(browser.console()).anyMatch(line -> line.contains("nothing is not defined"));
        assertThat(browser.requests()).anyMatch(address -> address.endsWith("none.png"));
    }

    /** With {@code -Disoloss.docs=write} the documentation shows this very page, of a whole run. */
    @Test
    void theDocumentationShowsThePage() {
        Path picture = Path.of("..", "docs", "pictures", "report.png");
        if (WRITE) {
            browser.as(Device.DESKTOP, "light").open(page).photograph(picture);
        }
        assertThat(picture).isNotEmptyFile();
        assertThat(picture.toFile().length()).isLessThan(300_000);
    }
}
