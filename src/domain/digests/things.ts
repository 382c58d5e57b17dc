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
 * The things that a rule tells at once, by their names: a name that a subscription has heard is not told again. With
 * `change` the first match opens the story for it; after that each new fact counts, whichever article brings it.
 */
export function thingsAtOnce(on: AlertOn, brought: Brought): readonly string[] {
  const { story, isMatched } = brought;
  if (on === 'article' || story === null) return isMatched ? [foldName(brought)] : [];
  const opening = isMatched ? [`story:${story.id} rule:${brought.ruleId}`] : [];
  return on === 'story' ? opening : [...opening, ...factNames(brought)];
}

/** Digests list every article that matched, and each that moved something, whatever the rule's `on` says. */
export function thingsListed(brought: Brought): readonly string[] {
  const facts = factNames({ ...brought, isMatched: false });
  return brought.isMatched || facts.length > 0 ? [foldName(brought), ...facts] : [];
}

const foldName = ({ foldGroupId }: Brought): string => `fold:${foldGroupId}`;

const factNames = (brought: Brought): readonly string[] =>
  (brought.story?.facts ?? []).flatMap((fact) => nameOf(fact, brought) ?? []);

/** A term counts for the rule that has it, by an article that matches the rule. */
function nameOf(fact: Fact, { story, ruleId, isMatched, article }: Brought): string | null {
  switch (fact.kind) {
    case 'move':
      return `move:${article.articleId}.${article.revision} ${fact.figure}`;
    case 'denial':
      return `denial:${story?.id} ${fact.figure} ${fact.min}-${fact.max ?? ''}`;
    case 'term':
      return isMatched && fact.ruleId === ruleId ? `term:${story?.id} rule:${ruleId} ${fact.term}` : null;
  }
}
