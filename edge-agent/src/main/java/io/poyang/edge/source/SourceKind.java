package io.poyang.edge.source;

import io.poyang.telemetry.SiteId;
import io.poyang.telemetry.config.Section;
import java.nio.file.Path;

/** A kind of source that an agent's configuration may name, such as {@code opcua}. */
public interface SourceKind {
  /** The YAML key under {@code sources} that holds a source of this kind. */
  String key();

  /**
   * Reads one source's section; what is wrong is noted there. Opens nothing.
   *
   * @param data where the source may keep files of its own, such as certificates
   */
  SourceConfig read(Section section, SiteId site, Path data);
}
