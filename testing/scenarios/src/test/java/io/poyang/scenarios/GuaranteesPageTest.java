package io.poyang.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.poyang.telemetry.continuity.Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/guarantees.md} calls its proof must be there. */
class GuaranteesPageTest {
  private static final Path ROOT = Path.of(System.getProperty("poyang.root"));
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*(?:Test|Properties|Contract))`");
  private static final Pattern VERDICT = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| ");
  private static final Pattern METRIC = Pattern.compile("`(poyang_\\w+)");

  @Test
  void everyTestThatThePageNamesExists() throws IOException {
    Set<String> named = found(TEST, page("guarantees.md"));

    assertThat(named).hasSizeGreaterThan(15);
    assertThat(tests()).containsAll(named);
  }

  @Test
  void everyVerdictOfACertificateIsExplainedAndNoOther() throws IOException {
    assertThat(found(VERDICT, page("guarantees.md")))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Certificate.Verdict.values()).map(Certificate.Verdict::label).toList());
  }

  /** Those pages' own tests hold the names against what is exposed. */
  @Test
  void everyMetricThatThePageNamesIsExplainedForOperators() throws IOException {
    assertThat(found(METRIC, page("operations.md")))
        .containsAll(found(METRIC, page("guarantees.md")));
  }

  private static String page(String name) throws IOException {
    return Files.readString(ROOT.resolve("docs").resolve(name));
  }

  private static Set<String> found(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static Set<String> tests() throws IOException {
    try (Stream<Path> files =
        Files.find(
            ROOT,
            20,
            (file, unused) ->
                file.toString().contains("/src/test/java/") && file.toString().endsWith(".java"))) {
      return files
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .collect(Collectors.toSet());
    }
  }
}
