package io.poyang.telemetry.store;

import org.jspecify.annotations.Nullable;

/** The same call will never succeed: the request, not the moment, is wrong. */
public final class PermanentStoreException extends StoreException {
  public PermanentStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
