package io.poyang.telemetry.store;

import org.jspecify.annotations.Nullable;

/** The store could not do what it was asked; the subclass says whether trying again can help. */
public abstract sealed class StoreException extends RuntimeException
    permits TransientStoreException, PermanentStoreException {
  StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
