/** Host, port and path of a connection URL, without user and password: fit for a message. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) return 'the given address';
  const { host, pathname } = new URL(url);
  return host + pathname;
}

const messageOf = (error: unknown): string =>
  error instanceof Error && error.message !== '' ? error.message : String(error);

/** What to tell when the queue cannot be opened there. */
export const unreachable = (server: string, url: string, cause: unknown): Error =>
  new Error(`the queue cannot use ${server} at ${placeOf(url)}: ${messageOf(cause)}`, { cause });
