/** What is requested of a hub (WebSub §5.1). */
export interface HubRequest {
  readonly hub: string;
  readonly topic: string;
  readonly mode: 'subscribe' | 'unsubscribe';
  readonly callback: string;
  readonly secret: string;
  readonly leaseSeconds: number;
}

/** Accepted: the hub verifies later, or did so meanwhile. Messages never hold the secret or the callback. */
export type HubResponse =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'failed'; readonly message: string; readonly retryAfterSeconds: number | null };

export interface Hub {
  send(request: HubRequest, signal: AbortSignal): Promise<HubResponse>;
}
