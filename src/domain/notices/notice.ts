/** A mail about the service itself, to an owner or an admin. Plain text; nobody is sent it twice. */
export interface Notice {
  /** Names the occasion: a second notice with it is not made. */
  readonly key: string;
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
}
