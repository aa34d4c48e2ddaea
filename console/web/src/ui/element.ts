import { LitElement } from 'lit';
import { FollowsSettings, settings } from '../settings.js';
import { text, type Params, type TextKey } from '../i18n/texts.js';
import type { Name } from '../model/types.js';
import * as time from '../model/time.js';
import { shared } from './shared.js';

/** A component that speaks the chosen language and shows times in the chosen zone. */
export class PoyangElement extends LitElement {
  static override styles = [shared];

  constructor() {
    super();
    new FollowsSettings(this);
  }

  protected t(key: TextKey, params?: Params): string {
    return text(settings.lang, key, params);
  }

  protected named(name: Name): string {
    return name[settings.lang];
  }

  protected dateTime(at: number): string {
    return time.dateTime(at, settings.zone);
  }
}
