package io.poyang.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeTest {
  @TempDir private Path folder;
  private Volume volume;

  @BeforeEach
  void mount() throws IOException {
    volume = Volume.at(folder.resolve("disk"), 16 << 20);
  }

  @AfterEach
  void unmount() throws IOException {
    volume.close(false);
  }

  private void write(String name, int bytes) throws IOException {
    Files.write(volume.folder().resolve(name), new byte[bytes]);
  }

  @Test
  void aFullDiskTakesNothingUntilItIsFreed() throws IOException {
    assumeTrue(volume.isMounted(), "this user may not mount");
    write("before", 100_000);

    volume.fill(null);
    assertThatThrownBy(() -> write("meanwhile", 100_000)).isInstanceOf(IOException.class);

    volume.free(null);
    write("after", 100_000);
    assertThat(volume.folder().resolve("before")).hasSize(100_000);
  }

  /** One without a size would have no limit any more, nor could it get one back. */
  @Test
  void aDiskOnWhichNothingLiesCanBeFullToo() throws IOException {
    assumeTrue(volume.isMounted(), "this user may not mount");

    volume.fill(null);
    assertThatThrownBy(() -> write("meanwhile", 100_000)).isInstanceOf(IOException.class);
    volume.free(null);

    write("after", 100_000);
  }

  @Test
  void whatWasOnADiskIsKeptIfAsked() throws IOException {
    write("evidence", 10);

    volume.close(true);

    assertThat(folder.resolve("disk").resolve("evidence")).hasSize(10);
    volume = Volume.at(folder.resolve("other"), 1 << 20);
  }
}
