/** Puts the desk as it is now in the place of the one that is shown, whenever the service says that something has moved. */
const pulse = document.querySelector<HTMLElement>('#pulse');
const announcement = document.querySelector<HTMLElement>('#announcement');
const plainTitle = document.title;
let shown: string | null = null;
let isLooking = false;
let isStale = false;

const titlesIn = (desk: Element): ReadonlyMap<string, string> =>
  new Map(
    [...desk.querySelectorAll<HTMLElement>('.unread[data-story]')].map((row) => [
      row.dataset.story ?? '',
      row.textContent?.replace(/\s+/g, ' ').trim() ?? '',
    ]),
  );

function countInTitle(desk: HTMLElement): void {
  const unread = desk.dataset.unread ?? '0';
  document.title = unread === '0' ? plainTitle : `(${unread}) ${plainTitle}`;
}

async function look(): Promise<void> {
  isStale = true;
  if (isLooking) return;
  isLooking = true;
  try {
    while (isStale) {
      isStale = false;
      const response = await fetch(location.href, { headers: { accept: 'text/html' } });
      if (response.redirected && new URL(response.url).pathname === '/sign-in') location.reload();
      else if (response.ok) replaceBy(await response.text());
    }
  } finally {
    isLooking = false;
  }
}

function replaceBy(html: string): void {
  const next = new DOMParser().parseFromString(html, 'text/html').querySelector<HTMLElement>('#desk');
  const before = document.querySelector<HTMLElement>('#desk');
  if (next === null || before === null) return;
  const focused = document.activeElement?.closest<HTMLElement>('[data-story]')?.dataset.story;
  const known = titlesIn(before);
  before.replaceWith(next);
  if (focused !== undefined)
    next
      .querySelector<HTMLElement>(`[data-story="${CSS.escape(focused)}"] [data-open]`)
      ?.focus({ preventScroll: true });
  countInTitle(next);
  const fresh = [...titlesIn(next)].filter(([story, text]) => known.get(story) !== text).map(([, text]) => text);
  if (fresh.length > 0 && announcement !== null)
    announcement.textContent = `${announcement.dataset.lead ?? ''} ${fresh.slice(0, 3).join('. ')}`;
}

function showState(isLive: boolean): void {
  if (pulse === null) return;
  pulse.hidden = false;
  pulse.classList.toggle('lost', !isLive);
  pulse.textContent = (isLive ? pulse.dataset.live : pulse.dataset.lost) ?? '';
}

function watch(): void {
  const events = new EventSource('/events');
  events.addEventListener('open', () => showState(true));
  events.addEventListener('error', () => {
    showState(false);
    // The browser gives up where the answer is no stream: the session may have ended, or the service be away.
    if (events.readyState === EventSource.CLOSED) setTimeout(() => void look().finally(watch), 10_000);
  });
  events.addEventListener('pulse', (event) => {
    showState(true);
    const isFirst = shown === null;
    const isSame = event.data === shown;
    shown = event.data;
    if (!isSame && !(isFirst && isOfThisPage(event.data))) void look();
  });
}

/** The page names the pulse that it was made at. */
const isOfThisPage = (data: string): boolean => data === pulse?.dataset.pulse;

const desk = document.querySelector<HTMLElement>('#desk');
if (desk !== null) {
  countInTitle(desk);
  watch();
}
