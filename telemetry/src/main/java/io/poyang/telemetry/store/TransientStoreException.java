package io.poyang.telemetry.store;

import org.jspecify.annotations.Nullable;

/** The store is busy, full or away for now: the same call may succeed later. */
public final class TransientStoreException extends StoreException {
  public TransientStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
