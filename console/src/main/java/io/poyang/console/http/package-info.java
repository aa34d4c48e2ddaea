/**
 * What every operation shares: the contract, problems, answers and streams. Start at {@link
 * io.poyang.console.http.Contract}. Knows nothing of what is answered.
 */
@NullMarked
package io.poyang.console.http;

import org.jspecify.annotations.NullMarked;
