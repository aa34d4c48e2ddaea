package io.poyang.telemetry.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.poyang.telemetry.SignalId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignalNamesTest {
  /**
   * Names may be chosen so that {@code String.hashCode} is the same for all; a map of them would
   * take a look-up through every one of them, and a batch of them minutes.
   */
  @Test
  void namesMadeToCollideDoNot() {
    List<String> points = new ArrayList<>(List.of(""));
    for (int i = 0; i < 12; i++) {
      List<String> longer = new ArrayList<>();
      points.forEach(point -> longer.addAll(List.of(point + "an", point + "c0")));
      points = longer;
    }
    SignalNames names = new SignalNames();
    Set<Integer> theirs = new HashSet<>();
    Set<Long> ours = new HashSet<>();
    for (String point : points) {
      byte[] bytes = ("north-works/" + point).getBytes(StandardCharsets.UTF_8);
      theirs.add(point.hashCode());
      ours.add(names.hash(bytes, 0, bytes.length));
    }

    assertThat(theirs).hasSize(1);
    assertThat(ours).hasSizeGreaterThan(4090);
  }

  @Test
  void manyNamesAreKeptApart() throws Exception {
    SignalNames names = new SignalNames();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 50_000; i++) {
        SignalId signal = SignalId.parse("works-" + i % 7 + "/line-" + i / 20 + ".point-" + i % 20);
        assertThat(read(names, signal)).isEqualTo(signal);
      }
    }
  }

  /** The bytes around a name are another's. */
  @Test
  void aNameIsFoundAnywhereInAMessage() throws Exception {
    SignalNames names = new SignalNames();
    SignalId cod = SignalId.parse("north-works/effluent.cod");
    SignalId known = read(names, cod);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeStringNoTag("north-works/effluent.co");
    out.writeStringNoTag(cod.toString());
    out.flush();
    CodedInputStream in = CodedInputStream.newInstance(bytes.toByteArray());
    assertThat(names.read(in, bytes.toByteArray()))
        .isEqualTo(SignalId.parse("north-works/effluent.co"));
    assertThat(names.read(in, bytes.toByteArray())).isSameAs(known);
  }

  @Test
  void signalsOfOneSiteShareIt() throws Exception {
    SignalNames names = new SignalNames();
    SignalId cod = read(names, SignalId.parse("north-works/effluent.cod"));
    SignalId flow = read(names, SignalId.parse("north-works/effluent.flow"));
    assertThat(cod.site()).isSameAs(flow.site());
  }

  private static SignalId read(SignalNames names, SignalId signal) throws Exception {
    byte[] text = signal.toString().getBytes(StandardCharsets.UTF_8);
    byte[] message = new byte[text.length + 1];
    message[0] = (byte) text.length;
    System.arraycopy(text, 0, message, 1, text.length);
    return names.read(CodedInputStream.newInstance(message), message);
  }
}
