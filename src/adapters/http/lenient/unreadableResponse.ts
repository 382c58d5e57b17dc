/** What came is no response that anybody can read. */
export class UnreadableResponse extends Error {
  readonly code = 'UNREADABLE_RESPONSE';
}

/** The connection ended before the response did. */
export class BrokenResponse extends Error {
  readonly code = 'UND_ERR_SOCKET';
}
