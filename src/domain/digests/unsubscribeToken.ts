import { createHmac, timingSafeEqual } from 'node:crypto';

/** Links that end a subscription without signing in; the token cannot be guessed and names one subscription only. */
export interface UnsubscribeLinks {
  linkFor(subscriptionId: number): string;
  /** The subscription that a token names; null when its signature is not ours. */
  subscriptionOf(token: string): number | null;
}

export interface UnsubscribeOptions {
  readonly secretKey: string;
  /** Without a slash at its end. */
  readonly publicUrl: string;
}

/** Tokens are `ID.SIGNATURE`: HMAC-SHA256 over the purpose and the id, so no other signature of ours passes for one. */
export function createUnsubscribeLinks({ secretKey, publicUrl }: UnsubscribeOptions): UnsubscribeLinks {
  const signatureOf = (id: string): string =>
    createHmac('sha256', secretKey).update(`unsubscribe ${id}`).digest('base64url');
  return {
    linkFor: (subscriptionId) => `${publicUrl}/unsubscribe/${subscriptionId}.${signatureOf(String(subscriptionId))}`,
    subscriptionOf(token) {
      const [, id = '', signature = ''] = /^(\d{1,15})\.([\w-]{43})$/.exec(token) ?? [];
      const isOurs = id !== '' && timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(id)));
      return isOurs ? Number(id) : null;
    },
  };
}
