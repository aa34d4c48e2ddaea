package io.poyang.console.health;

/**
 * What one part says of itself.
 *
 * @param detail one line for people: what it waits for, and the mend
 */
public record Check(String name, boolean ready, String detail) {}
