import { formsOf } from '../inflection/forms.ts';
import { type ConceptFinding, conceptsNamedIn } from '../language/checkConcepts.ts';
import { warning } from '../language/finding.ts';
import type { Term } from '../language/syntax.ts';
import { conceptNamedBy, writtenTerm } from '../language/terms.ts';
import type { Concepts, MatchInput, RuleRevision } from '../rule.ts';
import { unsavedRule } from '../unsavedRule.ts';
import { type CompiledRuleSet, compileRuleSet } from './compile.ts';

/** A written term that a concept holds, its own or that of a concept that it names. */
interface Held {
  readonly text: string;
  readonly term: Exclude<Term, { kind: 'concept' }>;
  readonly owner: string;
  /** Its place in the owner's list. */
  readonly place: number;
}

/**
 * The terms that a concept could do without, since another term of it finds all that they find: a word beside another
 * form of it, beside its prefix, a phrase beside one of its words. The matcher itself is asked. Terms must be right.
 */
export const coveredTerms = (concepts: Concepts): readonly ConceptFinding[] =>
  Object.keys(concepts).flatMap((concept) => coveredTermsOf(concept, concepts));

/** Those of one concept. */
export const coveredTermsOf = (concept: string, concepts: Concepts): readonly ConceptFinding[] => [
  ...coveredWords(concept, concepts),
  ...coveredNames(concept, concepts),
];

function coveredWords(concept: string, concepts: Concepts): readonly ConceptFinding[] {
  const own = heldBy(concept, concepts);
  if (own.length === 0) return [];
  const all = [...own, ...[...conceptsNamedIn(concept, concepts)].flatMap((other) => heldBy(other, concepts))];
  const finder = compileRuleSet({ number: 1, rules: all.map(ruleOf) });
  return own.flatMap((held, index) => {
    const found = finderOf(index, all, finder);
    return found === null ? [] : [{ ...coverWarning(held, found), concept, term: held.place }];
  });
}

const heldBy = (owner: string, concepts: Concepts): readonly Held[] =>
  (concepts[owner] ?? []).flatMap((text, place) => {
    if (conceptNamedBy(text) !== null) return [];
    const term = writtenTerm(text, { from: 0, to: text.length });
    return term.kind === 'concept' ? [] : [{ text, term, owner, place }];
  });

/** The term that makes this one needless. Of two that find each other, the first stays. */
function finderOf(index: number, all: readonly Held[], finder: CompiledRuleSet): Held | null {
  const held = all[index];
  if (held === undefined) return null;
  const isMutual = (other: number) => other > index && all[other]?.owner === held.owner;
  const found = findersOf(held, all, finder).find(
    (other) => other !== index && !(isMutual(other) && findersOf(all[other] ?? held, all, finder).includes(index)),
  );
  return found === undefined ? null : (all[found] ?? null);
}

/** The places in `all` of the terms that find every text that this one finds. */
function findersOf({ term }: Held, all: readonly Held[], finder: CompiledRuleSet): readonly number[] {
  const [asWritten, ...inOtherForms] = textsOf(term).map((text) => finder.match(articleOf(text)));
  return (asWritten ?? []).flatMap(({ ruleRevisionId: place }) => {
    const mode = all[place]?.term.mode;
    if (mode === undefined || !isAsWide(mode, term.mode)) return [];
    const needsForms = mode === 'prefix' || mode === 'stem';
    const findsForms = inOtherForms.every((matches) => matches.some(({ ruleRevisionId: id }) => id === place));
    return needsForms && !findsForms ? [] : [place];
  });
}

/** Whether a term of the one mode can find all that one of the other does. */
const isAsWide = (mode: Mode, than: Mode): boolean => mode === than || widerThan[than].includes(mode);

type Mode = Held['term']['mode'];

const widerThan: Readonly<Record<Mode, readonly Mode[]>> = {
  exact: ['inflected', 'stem', 'prefix'],
  inflected: ['stem', 'prefix'],
  stem: [],
  prefix: [],
};

/** The term as it is written; a word in its other forms too, and without its end where Kazakh may soften that: шерік, шерігі. */
function textsOf(term: Held['term']): readonly string[] {
  if (term.kind === 'phrase') return [term.words.join(' ')];
  const { text, mode } = term;
  if (mode !== 'inflected') return [text];
  return [text, ...formsOf(text), ...(/[кқп]$/.test(text) ? [text.slice(0, -1)] : [])];
}

const articleOf = (body: string): MatchInput => ({
  title: '',
  body,
  lang: null,
  outlet: { name: '', domain: null },
  figures: [],
});

const ruleOf = ({ text, owner }: Held, id: number): RuleRevision =>
  unsavedRule({ id, ruleId: owner, query: '@term', concepts: { term: [text] } });

function coverWarning(held: Held, by: Held) {
  const isSame = held.text === by.text;
  const where = held.owner === by.owner ? 'this concept' : `@${by.owner}`;
  const message = isSame
    ? `"${held.text}" is already in ${where}`
    : `"${held.text}" is already found by "${by.text}" in ${where}`;
  return warning(0, message, 'leave it out');
}

/** `@other` beside `@wider`, which names it, or beside itself. */
function coveredNames(concept: string, concepts: Concepts): readonly ConceptFinding[] {
  const named = (concepts[concept] ?? []).map(conceptNamedBy);
  return named.flatMap((other, term) => {
    if (other === null) return [];
    const wider = named.find((each, place) =>
      each === other ? place < term : each !== null && conceptsNamedIn(each, concepts).has(other),
    );
    if (wider === undefined || wider === null) return [];
    const message = wider === other ? `@${other} is already in this concept` : `@${wider} already includes @${other}`;
    return [{ ...warning(0, message, 'leave it out'), concept, term }];
  });
}
