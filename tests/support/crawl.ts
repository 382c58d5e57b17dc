/** The addresses of our own that a page leads to, by GET. */
function linksIn(html: string, from: string): readonly string[] {
  const found = [...html.matchAll(/<a\b[^>]*\shref="([^"]*)"/g)].map(([, href]) =>
    (href ?? '').replaceAll('&amp;', '&'),
  );
  return found
    .filter((href) => URL.canParse(href, `http://here.invalid${from}`))
    .map((href) => new URL(href, `http://here.invalid${from}`))
    .filter(({ host, protocol }) => host === 'here.invalid' && protocol === 'http:')
    .map(({ pathname, search }) => pathname + search);
}

/** What a page is of: addresses that differ in ids and values only are alike. */
function kindOfPage(address: string): string {
  const { pathname, searchParams } = new URL(address, 'http://here.invalid');
  const parts = pathname.split('/').map((part, place) => (place > 1 && !knownParts.has(part) ? '*' : part));
  return `${parts.join('/')}?${[...searchParams.keys()].sort().join('&')}`;
}

const knownParts = new Set(['new', 'people', 'tokens', 'audit', 'doctor', 'quarantine', 'service', 'files', 'mail']);

/** One address of every kind of page that can be reached from `/` by links. */
export async function crawl(read: (path: string) => Promise<string>): Promise<readonly string[]> {
  const [waiting, kinds, found]: [string[], Set<string>, string[]] = [['/'], new Set([kindOfPage('/')]), []];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    found.push(path);
    for (const next of linksIn(await read(path), path)) {
      if (kinds.has(kindOfPage(next))) continue;
      kinds.add(kindOfPage(next));
      waiting.push(next);
    }
  }
  return found;
}
