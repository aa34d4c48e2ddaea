/**
 * A sewage plant of 43,000 m3 a day: what its town sends, what its aeration does about it, what
 * leaves. Start at {@link io.poyang.plants.sewage.SewageSignals}. Knows no instruments' faults and
 * no servers.
 */
@NullMarked
package io.poyang.plants.sewage;

import org.jspecify.annotations.NullMarked;
