import { formsOf } from '../inflection/forms.ts';
import type { Concepts } from '../rule.ts';
import { holdsOnNothing } from './checkQuery.ts';
import { type QueryFinding, warning } from './finding.ts';
import { languages } from './queryFields.ts';
import { childrenOf, type Node } from './syntax.ts';

/** What is allowed but likely a mistake. */
export function warningsOf(root: Node, concepts: Concepts): readonly QueryFinding[] {
  const found: QueryFinding[] = [];
  const visit = (node: Node): void => {
    found.push(...warningsAt(node, concepts));
    if (node.kind !== 'concept') for (const child of childrenOf(node)) visit(child);
  };
  visit(root);
  const whole = languages.filter((lang) => holdsOnNothing(root, lang));
  return whole.length === 0 ? found : [...found, wholeLanguage(root, whole)];
}

function warningsAt(node: Node, concepts: Concepts): readonly QueryFinding[] {
  switch (node.kind) {
    case 'word':
      return [...lowerCaseOperator(node), ...shortPrefix(node), ...mixedScripts(node.text, node.at.from)];
    case 'phrase':
      return node.words.flatMap((word) => mixedScripts(word, node.at.from));
    case 'concept':
      return [
        ...oneScript(node, concepts[node.name] ?? []),
        ...node.terms.flatMap((term) => (term.kind === 'word' ? mixedScripts(term.text, node.at.from) : [])),
      ];
    case 'of':
      return sameForms(node.children);
    default:
      return [];
  }
}

type Word = Extract<Node, { kind: 'word' }>;

const lowerCaseOperator = ({ text, at }: Word): readonly QueryFinding[] =>
  ['and', 'or', 'not', 'near', 'before'].includes(text)
    ? [warning(at.from, `"${text}" is searched for as a word; operators are written in upper case`, text.toUpperCase())]
    : [];

/** Of English words with a certain three letters in front there are some hundred; with four, some dozen. */
const shortPrefix = ({ text, mode, at }: Word): readonly QueryFinding[] =>
  mode === 'prefix' && [...text].length < 4
    ? [warning(at.from, `${text}* matches hundreds of words`, 'give more letters, or the words themselves')]
    : [];

/** Look-alike letters (Latin a, Cyrillic а) make a word that no article holds. */
const mixedScripts = (word: string, offset: number): readonly QueryFinding[] =>
  /\p{Script=Latin}/u.test(word) && /\p{Script=Cyrillic}/u.test(word)
    ? [warning(offset, `"${word}" mixes Latin and Cyrillic letters that look alike`, 'type it in one alphabet')]
    : [];

const wholeLanguage = ({ at }: Node, [first = '', ...others]: readonly string[]): QueryFinding =>
  warning(
    at.from,
    `this matches nearly every article in ${[first, ...others].join(' and ')}`,
    `lang:${first} AND kazakhstan`,
  );

/** `2 OF (protest, protests)`: one word of a text would count as two. */
function sameForms(items: readonly Node[]): readonly QueryFinding[] {
  const words = items.filter((item): item is Word => item.kind === 'word' && item.mode === 'inflected');
  const wordOf = new Map<string, string>();
  return words.flatMap(({ text, at }) => {
    const other = wordOf.get(text);
    for (const form of formsOf(text)) if (!wordOf.has(form)) wordOf.set(form, text);
    const message = `"${text}" and "${other}" are forms of the same word, which would count twice`;
    return other === undefined ? [] : [warning(at.from, message, 'take one of them out')];
  });
}

function oneScript(
  { name, at }: Extract<Node, { kind: 'concept' }>,
  terms: readonly string[],
): readonly QueryFinding[] {
  const ownTerms = terms.filter((term) => !term.startsWith('@'));
  if (ownTerms.length === 0 || ownTerms.length < terms.length) return [];
  const isLatin = ownTerms.some((term) => /\p{Script=Latin}/u.test(term));
  const isCyrillic = ownTerms.some((term) => /\p{Script=Cyrillic}/u.test(term));
  if (isLatin === isCyrillic) return [];
  const missing = isLatin ? 'Russian and Kazakh' : 'English';
  return [
    warning(at.from, `the concept @${name} has terms in one script only: it finds nothing in ${missing} articles`),
  ];
}
