import { hostOf, namedUrl } from '../../domain/basics/webUrl.ts';

/** What a request to stay away concerns that an address made: this address, by a name without secrets. */
export const heldUrl = (url: string): { readonly key: string; readonly host: string } => ({
  key: namedUrl(url),
  host: hostOf(url),
});
