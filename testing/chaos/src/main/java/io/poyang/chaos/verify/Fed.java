package io.poyang.chaos.verify;

import io.poyang.chaos.feed.Numbers;
import io.poyang.chaos.feed.Sequence;
import java.util.List;

/**
 * What one agent was fed.
 *
 * @param safe what its log has committed
 * @param gaps what was declared lost
 */
public record Fed(Sequence sequence, Numbers safe, List<Stretch> gaps) {
  public Fed {
    gaps = List.copyOf(gaps);
  }
}
