package io.poyang.telemetry.edges;

import java.util.List;

/** Every edge that may connect, in order of id. Any thread may call. */
@FunctionalInterface
public interface Edges {
  List<EdgeStatus> edges();
}
