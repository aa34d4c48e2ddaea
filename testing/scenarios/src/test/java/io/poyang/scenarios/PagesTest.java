package io.poyang.scenarios;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.Media;
import io.poyang.plants.Plant;
import io.poyang.telemetry.Quality;
import io.poyang.telemetry.SiteKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees, in a real browser, of plants that really run. */
class PagesTest {
  private static final Path SHOTS = Path.of("target", "screenshots");
  @TempDir private static Path folder;
  private static Browser browser;
  private static Province province;

  private final List<String> complaints = new ArrayList<>();
  private Page page;

  @BeforeAll
  static void start() throws Exception {
    browser = Browser.open();
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    province = Province.start(folder, SiteKind.values());
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (province != null) {
      province.close();
    }
  }

  @BeforeEach
  void openPage() {
    page = browser.page("en-US");
    page.onPageError(complaints::add);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
  }

  @AfterEach
  void noPageComplains() {
    page.close();
    assertThat(complaints).isEmpty();
  }

  private void shot(String name) {
    page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve(name + ".png")));
  }

  /** Scrolled into view: rows outside it are painted only when they come into it. */
  private Locator row(String signal) {
    Locator row = page.locator("[data-testid=signal-row][data-signal='" + signal + "']");
    row.scrollIntoViewIfNeeded();
    return row;
  }

  private void go(String path) {
    page.navigate(province.address() + path);
  }

  private void showsAsSet(SiteKind kind, String point, double value, String shot) {
    Plant plant = province.plant(kind);
    Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    go("/sites/" + plant.site().id());
    plant.set(point, value, Quality.GOOD, at);

    Locator cell = row(plant.site().id() + "/" + point).getByTestId("value");
    assertThat(cell).hasAttribute("data-value", String.valueOf(value));
    assertThat(cell).hasAttribute("data-at", String.valueOf(at.toEpochMilli()));
    shot(shot);
    plant.release(point);
  }

  @Test
  void overviewShowsEverySiteAlive() {
    go("/");

    assertThat(page.getByTestId("site-card")).hasCount(4);
    for (Plant plant : province.plants()) {
      assertThat(page.locator("[data-testid=site-card][data-site='" + plant.site().id() + "']"))
          .hasAttribute("data-state", "live");
    }
    shot("overview");
  }

  @Test
  void aValueSetInAnOpcUaServerAppearsOnTheSitesPage() {
    showsAsSet(SiteKind.SEWAGE_PLANT, "effluent.cod", 47.125, "site-sewage");
  }

  @Test
  void aValuePublishedByASensorAppearsOnTheSitesPage() {
    showsAsSet(SiteKind.EV_CHARGING, "c1.power", 61.5, "site-charging");
  }

  @Test
  void aBadValueLooksBad() {
    Plant plant = province.plant(SiteKind.SEWAGE_PLANT);
    go("/sites/" + plant.site().id());
    plant.set("effluent.tp", 0.31, Quality.BAD, Instant.now());

    assertThat(row(plant.site().id() + "/effluent.tp")).hasAttribute("data-trust", "bad");
    shot("bad-value");
    plant.release("effluent.tp");
  }

  @Test
  void aTrendDrawsWhatWasStoredAndFollows() {
    go(
        "/trend?signal=north-works/influent.flow&signal=ganjiang-energy/furnace1.temperature&period=15m");
    Locator canvas = page.getByTestId("trend-canvas");

    assertThat(canvas).hasAttribute("data-points", Pattern.compile("[1-9][0-9]*"));
    long drawn = Long.parseLong(canvas.getAttribute("data-last"));
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(Long.parseLong(canvas.getAttribute("data-last"))).isGreaterThan(drawn));
    shot("trend");
  }

  @Test
  void theSamePageSpeaksChinese() {
    page.close();
    page = browser.page("zh-CN");
    go("/sites/north-works");

    assertThat(page.getByTestId("site-head")).containsText("城北污水处理厂");
    shot("site-zh");
  }

  @Test
  void edgesShowTheirSources() {
    go("/edges");

    assertThat(page.locator("[data-testid=edge][data-edge='north-works-agent']"))
        .hasAttribute("data-connected", "true");
    shot("edges");
  }

  @Test
  void anEdgesCertificateIsReachedFromItsCard() {
    go("/edges");
    Locator edge = page.locator("[data-testid=edge][data-edge='north-works-agent']");
    assertThat(edge.getByTestId("clock")).hasAttribute("data-offset", Pattern.compile("-?[0-9]+"));

    edge.getByTestId("continuity").click();

    assertThat(page.getByTestId("certificate-edge")).hasText("north-works-agent");
    assertThat(page.getByTestId("epoch")).hasCount(1);
    // Under way for the first moments of an hour, of which nothing has been read yet.
    assertThat(page.getByTestId("verdict"))
        .hasAttribute("data-verdict", Pattern.compile("complete|under-way"));
    assertThat(page.getByTestId("count-missing")).containsText("0");
    assertThat(page.getByTestId("count-committed").locator("strong"))
        .hasText(Pattern.compile("[1-9][0-9,]*"));
    shot("continuity");
  }

  @Test
  void aCertificateIsReadOnAPhoneInChineseAndPrinted() {
    page.close();
    page = browser.page("zh-CN");
    page.setViewportSize(390, 844);
    go("/continuity?edge=north-works-agent");

    assertThat(page.getByTestId("verdict")).containsText(Pattern.compile("完整|尚在传输"));
    assertThat(page.getByTestId("strip").locator("svg")).isVisible();
    assertThat((int) page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
        .isLessThanOrEqualTo(0);
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SHOTS.resolve("continuity-phone-zh.png"))
            .setFullPage(true));

    page.setViewportSize(1000, 1400);
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertThat(page.getByTestId("print")).isHidden();
    assertThat(page.getByTestId("nav-edges")).isHidden();
    assertThat(page.getByTestId("verdict")).isVisible();
    shot("continuity-print-zh");
  }

  @Test
  void aRefusalIsShownWithTheCommandThatReplaysIt() {
    Plant plant = province.plant(SiteKind.EV_CHARGING);
    plant.set("c1.power", 12.5, Quality.GOOD, Instant.now().plus(Duration.ofHours(2)));
    go("/quarantine");

    Locator refusal = page.getByTestId("refusal").first();
    refusal.locator("summary").click();

    assertThat(refusal).hasAttribute("data-state", "open");
    assertThat(refusal.getByTestId("command"))
        .hasText("./poyang quarantine replay --config FILE " + refusal.getAttribute("data-number"));
    shot("quarantine");
    plant.release("c1.power");
  }
}
