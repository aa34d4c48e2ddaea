/**
 * The folder in which a plant keeps what makes it the same plant after a restart. Start at {@link
 * io.poyang.plants.folder.PlantFolder}. Knows nothing of what is kept there.
 */
@NullMarked
package io.poyang.plants.folder;

import org.jspecify.annotations.NullMarked;
