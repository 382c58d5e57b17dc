/** What a feed is requested with so that its publisher lets us in. Each value is a reference (`env:NAME`), never the secret. */
export interface FeedCredentials {
  readonly auth?: BasicAuth | BearerAuth;
  /** By name, as they are written. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface BasicAuth {
  readonly user: string;
  readonly password: string;
}

export interface BearerAuth {
  readonly bearer: string;
}

/** The references of a feed, each once. */
export const referencesIn = ({ auth, headers }: FeedCredentials): readonly string[] => [
  ...new Set([...Object.values(auth ?? {}), ...Object.values(headers ?? {})]),
];

/**
 * Whether the credentials of the feed at `listed` may go to `url`: its own origin, or the same host over https where the list says
 * http. A redirect to any other takes nothing along.
 */
export function mayCarryCredentials(listed: string, url: string): boolean {
  const [own, other] = [new URL(listed), new URL(url)];
  if (own.origin === other.origin) return true;
  const isUpgrade = own.protocol === 'http:' && other.protocol === 'https:';
  return isUpgrade && own.hostname === other.hostname && own.port === '' && other.port === '';
}

/** A feed as far as it decides where secrets go. */
interface SignedFeed {
  readonly url: string;
  readonly credentials?: FeedCredentials | undefined;
}

/**
 * Whether an edit sends a secret where it did not go before: a variable that the feed did not name, or another origin. Whoever may
 * do that can read every variable of the service's environment that is no setting of ours.
 */
export function sendsSecretsAnew(before: SignedFeed | null, { url, credentials }: SignedFeed): boolean {
  if (credentials === undefined) return false;
  if (before?.credentials === undefined || !mayCarryCredentials(before.url, url)) return true;
  const known = referencesIn(before.credentials);
  return referencesIn(credentials).some((reference) => !known.includes(reference));
}
