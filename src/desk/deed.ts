/** Who does something: a person who is signed in, a token, somebody with a shell, or the service by itself. */
export interface Actor {
  readonly kind: 'person' | 'token' | 'command' | 'service';
  /** Of the person or the token. */
  readonly id: number | null;
  readonly name: string;
}

/** What every deed is told besides what it is to do. */
export interface Deed {
  readonly by: Actor;
  /** The reason that was given; empty where none is asked for. */
  readonly why: string;
  readonly at: Date;
}

/** What a deed is done to. */
export interface Subject {
  readonly kind:
    | 'rule'
    | 'rules'
    | 'concept'
    | 'feed'
    | 'feeds'
    | 'subscriber'
    | 'subscribers'
    | 'subscription'
    | 'story'
    | 'message'
    | 'target'
    | 'article'
    | 'person'
    | 'token'
    | 'quarantine';
  readonly id: string;
}

/**
 * A row of the audit log. `action` is `<subject>.<verb in the past>`: `rule.saved`. `before` and `after` hold what changed,
 * never a secret.
 */
export interface AuditEntry extends Deed {
  readonly action: string;
  readonly subject: Subject;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The entry of a deed: who, why and when come from it. */
export const audited = (deed: Deed, what: Pick<AuditEntry, 'action' | 'subject' | 'before' | 'after'>): AuditEntry => ({
  by: deed.by,
  why: deed.why,
  at: deed.at,
  ...what,
});
