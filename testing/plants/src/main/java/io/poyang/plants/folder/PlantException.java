package io.poyang.plants.folder;

import org.jspecify.annotations.Nullable;

/** A plant cannot run; the message names the plant, the thing and the mend. */
public final class PlantException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PlantException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
