/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a window. Where it and its driver are: {@code isoloss.chromium}, {@code isoloss.chromedriver}. */
final class Browser implements AutoCloseable {

    /** Without these it waits for a network that need not be there, or refuses to run as root. */
    private static final List<String> FLAGS = List.of(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--force-color-profile=srgb");

    private static final Pattern REQUEST =
            Pattern.compile("\"Network\\.requestWillBeSent\".*\"request\":.*?\"url\":\"([^\"]*)\"");

    private final ChromeDriver driver;

    Browser(Path profile) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(System.getProperty("isoloss.chromium", "/usr/bin/chromium"));
        options.addArguments(FLAGS);
        options.addArguments("--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", logs);
        File executable = new File(System.getProperty("isoloss.chromedriver", "/usr/bin/chromedriver"));
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(executable)
                        .build(),
                options);
    }

    /** As a device of that width and height, in light or in dark surroundings. */
    Browser as(Device device, String scheme) {
        Map<String, Object> screen = Map.of(
                "width", device.width(),
                "height", device.height(),
                "deviceScaleFactor", 1,
                "mobile", device.mobile());
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", screen);
        Map<String, Object> media =
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme)));
        driver.executeCdpCommand("Emulation.setEmulatedMedia", media);
        return this;
    }

    Browser open(Path page) {
        driver.get(page.toUri().toString());
        return this;
    }

    /** What a script returns. */
    Object ask(String script) {
        return Objects.requireNonNull(driver.executeScript(script));
    }

    /** A script that returns a list of texts. */
    List<String> list(String script) {
        return ((List<?>) ask(script)).stream().map(String::valueOf).toList();
    }

    /** What the console has said since it was last asked. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    /** What was asked for since it was last asked, by address. */
    List<String> requests() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(entry -> REQUEST.matcher(entry.getMessage()))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .toList();
    }

    /** A picture of what is seen, as PNG. */
    void photograph(Path file) {
        Map<String, Object> shot = driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png"));
        try {
            Files.write(file, Base64.getDecoder().decode(String.valueOf(shot.get("data"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
