package io.poyang.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignalIdTest {
  /** A province: maps of a million signals must not become lists of long buckets. */
  @Test
  void idsOfManySitesAndPointsHaveHashesOfTheirOwn() {
    Set<Integer> hashes = new HashSet<>();
    Set<Integer> lowBits = new HashSet<>();
    for (int site = 0; site < 200; site++) {
      for (int point = 0; point < 500; point++) {
        int hash = SignalId.parse("s" + site + "/p-" + point).hashCode();
        hashes.add(hash);
        lowBits.add(hash & 0xFFFF);
      }
    }
    // Chance alone makes one pair in 100,000 of 2^32, and leaves a fifth of 65,536 slots free.
    assertThat(hashes).hasSizeGreaterThan(99_980);
    assertThat(lowBits).hasSizeGreaterThan(50_000);
  }

  @Test
  void equalIdsHaveEqualHashes() {
    assertThat(SignalId.parse("north-works/effluent.cod"))
        .isEqualTo(new SignalId(new SiteId("north-works"), "effluent.cod"))
        .hasSameHashCodeAs(new SignalId(new SiteId("north-works"), "effluent.cod"));
  }

  @Test
  void anotherSiteOrPointIsAnotherSignal() {
    SignalId cod = SignalId.parse("north-works/effluent.cod");
    assertThat(cod).isNotEqualTo(SignalId.parse("south-works/effluent.cod"));
    assertThat(cod).isNotEqualTo(SignalId.parse("north-works/effluent.ph"));
    assertThat(cod).isNotEqualTo("north-works/effluent.cod");
  }

  @Test
  void aTextWithoutASiteIsRefused() {
    assertThatThrownBy(() -> SignalId.parse("effluent.cod"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be written site/point");
  }
}
