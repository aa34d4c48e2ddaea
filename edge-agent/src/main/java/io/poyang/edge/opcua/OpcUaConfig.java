package io.poyang.edge.opcua;

import io.poyang.telemetry.SignalId;
import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.config.Secret;
import io.poyang.telemetry.config.Section;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.jspecify.annotations.Nullable;

/**
 * One OPC UA server as an agent's configuration describes it.
 *
 * @param checkHostname whether the server's certificate must name the endpoint's host
 * @param queueSize how many values the server keeps of a signal between two publishes
 */
public record OpcUaConfig(
    String name,
    SiteId site,
    String endpoint,
    Security security,
    boolean checkHostname,
    Login login,
    Duration publishingInterval,
    Duration samplingInterval,
    int queueSize,
    List<OpcUaSignal> signals,
    @Nullable Browse browse) {
  private static final Duration DEFAULT_PUBLISHING = Duration.ofMillis(500);
  private static final Duration DEFAULT_SAMPLING = Duration.ofMillis(250);
  private static final int MAX_QUEUE = 10_000;

  /** How messages are signed and encrypted; everything but NONE signs and encrypts. */
  public enum Security {
    BASIC256_SHA256(SecurityPolicy.Basic256Sha256),
    AES128_SHA256_RSA_OAEP(SecurityPolicy.Aes128_Sha256_RsaOaep),
    AES256_SHA256_RSA_PSS(SecurityPolicy.Aes256_Sha256_RsaPss),
    NONE(SecurityPolicy.None);

    private static final Map<String, Security> WORDS = new LinkedHashMap<>();

    static {
      for (Security security : values()) {
        WORDS.put(security.word(), security);
      }
    }

    private final SecurityPolicy policy;

    Security(SecurityPolicy policy) {
      this.policy = policy;
    }

    SecurityPolicy policy() {
      return policy;
    }

    /** The standard's name of the policy; {@code none} in lower case. */
    String word() {
      return policy == SecurityPolicy.None ? "none" : policy.name();
    }
  }

  /** Who the agent says it is. */
  public sealed interface Login {
    record Anonymous() implements Login {}

    record Username(String user, Secret password) implements Login {}
  }

  /**
   * Signals found below a node instead of, or beside, a list.
   *
   * @param device the device of all of them; null takes the first step of each one's path
   */
  public record Browse(NodeAddress root, @Nullable String device, Duration maxSilence) {
    static Browse read(Section section) {
      return new Browse(
          section.parsed("root", NodeAddress::parse, NodeAddress.parse("i=85")),
          section.optional("device").orElse(null),
          section.duration("max-silence", Duration.ofMinutes(1)));
    }
  }

  public OpcUaConfig {
    signals = List.copyOf(signals);
  }

  /** Reads a source's section; the failures in it are the section's. */
  public static OpcUaConfig read(Section section, SiteId site) {
    Duration publishing = interval(section, "publishing-interval", DEFAULT_PUBLISHING);
    Duration sampling = interval(section, "sampling-interval", DEFAULT_SAMPLING);
    int enough = enoughQueue(publishing, sampling);
    int queueSize = section.number("queue-size", enough, 1, MAX_QUEUE);
    List<OpcUaSignal> signals = section.list("signals", item -> OpcUaSignal.read(item, site));
    Optional<Browse> browse = section.optionalSection("browse").map(Browse::read);
    if (signals.isEmpty() && browse.isEmpty() && !section.has("signals")) {
      section.fail("signals", "is missing; list signals, or give browse.root");
    }
    refuseDoubles(section, signals);
    return new OpcUaConfig(
        section.text("name"),
        site,
        section.parsed("endpoint", OpcUaConfig::endpoint, "opc.tcp://missing:4840"),
        section.choice("security", Security.WORDS, Security.BASIC256_SHA256),
        section.flag("check-hostname", true),
        login(section),
        publishing,
        sampling,
        queueSize,
        signals,
        browse.orElse(null));
  }

  private static Duration interval(Section section, String key, Duration fallback) {
    Duration interval = section.duration(key, fallback);
    if (interval.toMillis() < 10 || interval.toMillis() > 3_600_000) {
      section.fail(key, "was " + interval.toMillis() + "ms but must be 10ms..1h");
      return fallback;
    }
    return interval;
  }

  /** Twice what a publish interval samples: one late publish must not overflow the queue. */
  private static int enoughQueue(Duration publishing, Duration sampling) {
    long samples = Math.ceilDiv(2 * publishing.toMillis(), sampling.toMillis());
    return (int) Math.clamp(samples, 2, MAX_QUEUE);
  }

  private static void refuseDoubles(Section section, List<OpcUaSignal> signals) {
    Set<SignalId> seen = new HashSet<>();
    for (OpcUaSignal signal : signals) {
      if (!seen.add(signal.setting().signal().id())) {
        section.fail("signals", "names point " + signal.setting().signal().id().point() + " twice");
      }
    }
  }

  private static String endpoint(String text) {
    URI uri = URI.create(text);
    if (!"opc.tcp".equals(uri.getScheme()) || uri.getHost() == null) {
      throw new IllegalArgumentException("must be written opc.tcp://HOST:PORT/PATH");
    }
    return text;
  }

  private static Login login(Section section) {
    boolean user = section.has("username");
    boolean password = section.has("password");
    if (user != password) {
      section.fail(
          user ? "password" : "username",
          "is missing; give both username and password, or neither to stay anonymous");
      return new Login.Anonymous();
    }
    return user
        ? new Login.Username(section.text("username"), section.secret("password"))
        : new Login.Anonymous();
  }

  /** What may be meant so, but is better said to whoever starts it. */
  List<String> cautions() {
    List<String> cautions = new ArrayList<>();
    if (security == Security.NONE) {
      cautions.add(
          "security is none: anyone on the network can read and change what %s says"
              .formatted(endpoint));
    }
    List<String> byIndex =
        signals.stream()
            .filter(signal -> signal.node().isByIndex())
            .map(signal -> signal.node().toString())
            .toList();
    if (!byIndex.isEmpty()) {
      cautions.add(
          "%d nodes are written with ns=, which may name another namespace after the server's next"
                  .formatted(byIndex.size())
              + " restart; write nsu=URI instead, as for "
              + byIndex.getFirst());
    }
    return cautions;
  }
}
