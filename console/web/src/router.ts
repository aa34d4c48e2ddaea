import { parseRoute, type Route } from './model/routes.js';

/** Keeps the address bar and the page in step. Links are ordinary links; clicks are caught here. */
class Router extends EventTarget {
  route: Route = parseRoute(location.pathname, location.search);

  start(): void {
    addEventListener('popstate', () => this.#read());
    document.addEventListener('click', (e) => this.#click(e));
  }

  go(href: string, how: 'push' | 'replace' = 'push'): void {
    if (how === 'push') history.pushState(null, '', href);
    else history.replaceState(null, '', href);
    this.#read();
  }

  #read(): void {
    const before = this.route;
    this.route = parseRoute(location.pathname, location.search);
    this.dispatchEvent(new Event('change'));
    if (before.page !== this.route.page) scrollTo(0, 0);
  }

  #click(e: MouseEvent): void {
    if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return;
    const link = e.composedPath().find((n): n is HTMLAnchorElement => n instanceof HTMLAnchorElement);
    if (!link || link.target || link.hasAttribute('download')) return;
    const url = new URL(link.href, location.href);
    if (url.origin !== location.origin || url.pathname.startsWith('/api/') || url.hash) return;
    e.preventDefault();
    this.go(url.pathname + url.search);
  }
}

export const router = new Router();
