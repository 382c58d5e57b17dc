import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type WebDeps, webRoutes } from '../../src/web/startWeb.tsx';

/** Every route of the pages, as `METHOD /path`, whatever they need: nothing is called. */
export function listedRoutes(): readonly string[] {
  const assetsFolder = fileURLToPath(new URL('../../dist/src/web/assets', import.meta.url));
  const given: Readonly<Record<string, unknown>> = {
    ...{ assetsFolder, publicUrl: 'http://127.0.0.1:8080', trustedProxies: [], secretKey: 'a key' },
    ...{ canary: null, identityProvider: { name: 'login.example' } },
  };
  const of = (name: string) => (name in given ? given[name] : anything);
  const deps = Object.fromEntries(
    [...namesIn('app/startPages.ts'), ...namesIn('web/console/consolePages.tsx')].map((name) => [name, of(name)]),
  );
  const routes = webRoutes(deps as unknown as WebDeps).routes.filter(({ method }) => method !== 'ALL');
  return [...new Set(routes.map(({ method, path }) => `${method} ${path}`))].sort();
}

/** Every name that stands in a file about the pages' parts: those of the parts are among them. */
const namesIn = (file: string): readonly string[] =>
  readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8').match(/[A-Za-z]\w*/g) ?? [];

const anything: unknown = new Proxy(() => undefined, {
  get: (_, name) => (name === Symbol.iterator ? [][Symbol.iterator] : anything),
  apply: () => anything,
});
