package io.poyang.telemetry.catalogue;

/** Holds the fake to the contract of the real thing. */
class MemoryCatalogueTest extends CatalogueContract {
  private final Catalogue catalogue = new MemoryCatalogue();

  @Override
  protected Catalogue catalogue() {
    return catalogue;
  }
}
