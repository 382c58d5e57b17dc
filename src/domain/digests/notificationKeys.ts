import type { AlertOn } from '../rules/rule.ts';
import type { Fact } from '../stories/advanceStory.ts';

/** What a rule that watches a story has of an article: whether the article itself matched, and what is new in the story. */
export interface Brought {
  readonly ruleId: string;
  readonly isMatched: boolean;
  /** Near-duplicates have one number. */
  readonly foldGroupId: number;
  /** Names the article revision. */
  readonly article: { readonly articleId: number; readonly revision: number };
  /** Null where the story is not known. */
  readonly story: { readonly id: number; readonly facts: readonly Fact[] } | null;
}

/**
 * The keys of what a rule sends at once: a subscription is not notified twice under one key. With
 * `change` the first match opens the story for it; after that each new fact counts, whichever article brings it.
 */
export function instantKeys(on: AlertOn, brought: Brought): readonly string[] {
  const { story, isMatched } = brought;
  if (on === 'article' || story === null) return isMatched ? [foldKey(brought)] : [];
  const opening = isMatched ? [`story:${story.id} rule:${brought.ruleId}`] : [];
  return on === 'story' ? opening : [...opening, ...factKeys(brought)];
}

/** Digests list every article that matched, and each that moved something, whatever the rule's `on` says. */
export function digestKeys(brought: Brought): readonly string[] {
  const facts = factKeys({ ...brought, isMatched: false });
  return brought.isMatched || facts.length > 0 ? [foldKey(brought), ...facts] : [];
}

const foldKey = ({ foldGroupId }: Brought): string => `fold:${foldGroupId}`;

const factKeys = (brought: Brought): readonly string[] =>
  (brought.story?.facts ?? []).flatMap((fact) => keyOf(fact, brought) ?? []);

/** A term counts for the rule that has it, by an article that matches the rule. */
function keyOf(fact: Fact, { story, ruleId, isMatched, article }: Brought): string | null {
  switch (fact.kind) {
    case 'move':
      return `move:${article.articleId}.${article.revision} ${fact.figure}`;
    case 'denial':
      return `denial:${story?.id} ${fact.figure} ${fact.min}-${fact.max ?? ''}`;
    case 'term':
      return isMatched && fact.ruleId === ruleId ? `term:${story?.id} rule:${ruleId} ${fact.term}` : null;
  }
}
