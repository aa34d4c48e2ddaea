/**
 * Keeps readings in QuestDB inside this process: no server, no listener, every commit synced. Start
 * at {@link io.poyang.questdb.QuestDbStore}. Knows nothing of where readings come from.
 */
@NullMarked
package io.poyang.questdb;

import org.jspecify.annotations.NullMarked;
