const pauseMs = 250;

/**
 * Keeps what stands beside the editor up to date: asks for it once somebody pauses, and gives up what is stale. Returns what to call
 * after each change of the query. `put` sets the query, for the buttons of findings.
 */
export function watchResults(
  workbench: HTMLElement,
  field: HTMLTextAreaElement,
  put: (query: string) => void,
): () => void {
  const path = workbench.dataset.workbench ?? '/rules/new';
  const form = field.form;
  let timer = 0;
  let asking: AbortController | null = null;

  const ask = async (submitter: HTMLElement | null = null) => {
    if (form === null) return;
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form, submitter)) if (typeof value === 'string') body.set(name, value);
    body.set('live', 'yes');
    if (!body.has('tab')) body.set('tab', currentTab(workbench));
    const results = workbench.querySelector('[data-results]');
    results?.setAttribute('aria-busy', 'true');
    try {
      const response = await fetch(`${path}/preview`, {
        ...{ method: 'POST', body, signal: mine.signal },
        headers: { 'x-csrf-token': workbench.dataset.csrf ?? '' },
      });
      if (response.ok) show(workbench, await response.text());
    } catch {
      // Stale, or the service is away: what is shown stays.
    } finally {
      if (asking === mine) workbench.querySelector('[data-results]')?.removeAttribute('aria-busy');
    }
  };

  workbench.addEventListener('click', (event) => {
    const target =
      event.target instanceof Element
        ? event.target.closest<HTMLElement>('[data-preview],[data-tab],[data-explain],button[name="mend"]')
        : null;
    if (target === null) return;
    if (target instanceof HTMLButtonElement && target.name === 'mend') {
      event.preventDefault();
      void mend(target);
    } else if (target.dataset.tab !== undefined) {
      event.preventDefault();
      workbench.dataset.tabNow = target.dataset.tab;
      void ask();
    } else {
      event.preventDefault();
      void ask(target);
    }
  });

  /** The server makes the change, as it does without script; the editor takes it over. */
  const mend = async (button: HTMLButtonElement) => {
    if (form === null) return;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form, button)) if (typeof value === 'string') body.set(name, value);
    const response = await fetch(`${path}/preview`, {
      ...{ method: 'POST', body, headers: { 'x-csrf-token': workbench.dataset.csrf ?? '' } },
    });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const query = page.querySelector<HTMLTextAreaElement>('textarea[data-query]')?.value;
    if (query !== undefined) put(query);
  };

  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), pauseMs);
  };
}

const currentTab = (workbench: HTMLElement): string =>
  workbench.dataset.tabNow ?? workbench.querySelector<HTMLElement>('[data-panel]')?.dataset.panel ?? 'catches';

/** Each part of the answer goes to the place of the one like it. */
function show(workbench: HTMLElement, html: string): void {
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const part of [
    '[data-results]',
    '[data-findings="query"]',
    '[data-clauses]',
    '[data-cases]',
    '[data-difference]',
  ]) {
    const [there, here] = [page.querySelector(part), workbench.querySelector(part)];
    if (there !== null && here !== null) here.replaceWith(document.adoptNode(there));
  }
}
