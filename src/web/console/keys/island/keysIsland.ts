/**
 * Keys of all pages. What they move through are elements with `data-item`, each with a link `data-open` inside; `data-key`
 * names the button or link that a key presses, in the item that has the focus or on the page.
 */
const items = (): readonly HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-item]')];

const current = (): HTMLElement | null => document.activeElement?.closest<HTMLElement>('[data-item]') ?? null;

function move(by: 1 | -1): void {
  const all = items();
  const here = current();
  const place = here === null ? (by === 1 ? 0 : all.length - 1) : all.indexOf(here) + by;
  const next = all[Math.min(Math.max(place, 0), all.length - 1)];
  const link = next?.querySelector<HTMLElement>('[data-open]') ?? next;
  link?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

function press(key: string): boolean {
  const found =
    current()?.querySelector<HTMLElement>(`[data-key="${key}"]`) ??
    [...document.querySelectorAll<HTMLElement>(`[data-key="${key}"]`)].find(
      (each) => each.closest('[data-item]') === null,
    );
  if (found === undefined) return false;
  if (found instanceof HTMLDetailsElement) {
    found.open = true;
    found.querySelector<HTMLElement>('input:not([type=hidden]), select, textarea, button')?.focus();
  } else if (found instanceof HTMLInputElement) found.focus();
  else found.click();
  return true;
}

const help = (): HTMLDialogElement | null => document.querySelector<HTMLDialogElement>('#keys');

function showHelp(): void {
  const dialog = help();
  if (dialog !== null && !dialog.open) dialog.showModal();
}

const deeds: Readonly<Record<string, () => void>> = {
  j: () => move(1),
  k: () => move(-1),
  o: () => current()?.querySelector<HTMLElement>('[data-open]')?.click(),
  a: () => press('take'),
  m: () => press('mute'),
  '/': () => {
    if (!press('search')) location.assign('/articles');
  },
  '?': showHelp,
};

/** The rule editor stands in a shadow root: seen from here the event comes from its host, and only the path knows better. */
function isTyping(event: Event): boolean {
  const [target] = event.composedPath();
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
  if (help()?.open === true) return;
  const deed = deeds[event.key];
  if (deed === undefined) return;
  event.preventDefault();
  deed();
});
