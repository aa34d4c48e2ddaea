import { css } from 'lit';

/** What every component looks like; a component adds only its own layout. */
export const shared = css`
  :host {
    display: block;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p {
    margin: 0;
    font-weight: 600;
  }
  h1 {
    font-size: 17px;
    line-height: 1.3;
  }
  h2 {
    font-size: 14px;
  }
  p {
    font-weight: 400;
  }
  a {
    color: var(--link);
    text-decoration: none;
  }
  a:hover {
    text-decoration: underline;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: 2px solid var(--link);
    outline-offset: 1px;
  }
  .dim {
    color: var(--dim);
  }
  .num {
    text-align: right;
    white-space: nowrap;
  }
  .nowrap {
    white-space: nowrap;
  }
  svg.icon {
    width: 12px;
    height: 12px;
    flex: none;
    vertical-align: -1px;
  }
  button,
  .button,
  input,
  select {
    font: inherit;
    color: var(--text);
    background: var(--raised);
    border: 1px solid var(--control);
    border-radius: 3px;
    min-height: 28px;
    padding: 2px 9px;
  }
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 5px;
    cursor: pointer;
    white-space: nowrap;
  }
  button:hover:not(:disabled),
  .button:hover {
    background: var(--hover);
    text-decoration: none;
  }
  button:disabled {
    opacity: 0.5;
    cursor: default;
  }
  button[aria-pressed='true'],
  button[aria-checked='true'] {
    background: var(--select);
    border-color: var(--link);
    font-weight: 600;
  }
  input::placeholder {
    color: var(--dim);
    opacity: 1;
  }
  input[type='checkbox'] {
    min-height: 0;
    width: 15px;
    height: 15px;
    margin: 0;
    accent-color: var(--link);
  }
  label.check {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    min-height: 28px;
    cursor: pointer;
  }
  .toolbar {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  .toolbar .grow {
    flex: 1;
  }
  .panel {
    background: var(--panel);
    border: 1px solid var(--line);
    border-radius: 4px;
  }
  .empty {
    padding: 28px 16px;
    text-align: center;
    color: var(--dim);
  }
  .mark {
    display: inline-flex;
    align-items: baseline;
    gap: 4px;
    white-space: nowrap;
  }
  .mark svg.icon {
    position: relative;
    top: 1.5px;
  }
  .mark.warn {
    color: var(--warn);
    font-weight: 600;
  }
  .mark.bad {
    color: var(--bad);
    font-weight: 600;
  }
  .tag {
    display: inline-block;
    border: 1px solid var(--control);
    border-radius: 3px;
    padding: 0 4px;
    font-size: 11px;
    line-height: 15px;
    color: var(--dim);
    white-space: nowrap;
  }
  .hatched {
    background-image: repeating-linear-gradient(
      -45deg,
      var(--hatch) 0 3px,
      transparent 3px 7px
    );
  }
  table {
    border-collapse: collapse;
    width: 100%;
  }
  th {
    text-align: left;
    font-weight: 400;
    color: var(--dim);
    font-size: 12px;
  }
  th.num {
    text-align: right;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (pointer: coarse) {
    button,
    .button,
    input,
    select,
    label.check {
      min-height: 36px;
    }
  }
`;
