package io.poyang.edge.log;

/**
 * Readings that the log has let go since it was opened.
 *
 * @param full dropped for want of room
 * @param aged dropped because they had waited for too long
 * @param damaged spoilt by the disk, as far as they can be counted
 * @param refused not taken; whoever brought them may still have them
 */
public record LogLosses(long full, long aged, long damaged, long refused) {}
