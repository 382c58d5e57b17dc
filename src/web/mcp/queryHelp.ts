/** The query language in the few lines that a model needs before its first query. */
export const queryGrammar = [
  'Queries find words in any inflected form, in English, Russian and Kazakh: `deploy` also finds deployed, `войска` also finds войск.',
  'Two words side by side mean AND. Operators are upper case: AND, OR, NOT, NEAR/5 (at most 5 words between), BEFORE/5, NEAR/S (one sentence).',
  'AND and OR need brackets when mixed: `almaty AND (riot OR protest)`. Phrases: `"state of emergency"`. A capital makes a name: `Wells`. Two capitals make an acronym: `CSTO`. `=US` matches exactly. `protest*` is a prefix.',
  'Fields: `title:x`, `body:x`, `source:reuters.com`, `lang:ru`. `@name` is a word list of this installation.',
  'Figures that an article states: `killed >= 10`; kinds are killed, injured, arrested, missing, displaced, troops, aircraft, protesters.',
].join('\n');

/** Examples that are valid queries, each with what it finds. */
export const queryExamples: readonly { readonly query: string; readonly finds: string }[] = [
  { query: 'Almaty AND (riot OR protest OR беспорядки)', finds: 'riots or protests in Almaty, in two languages' },
  { query: '"state of emergency" NOT film', finds: 'the phrase in any inflection, without articles about films' },
  { query: 'troops NEAR/5 (deploy OR withdraw)', finds: 'troops within five words of deployed, withdrawing …' },
  {
    query: 'killed >= 10 AND (source:reuters.com OR source:tass.ru)',
    finds: 'articles of two outlets that state at least ten killed',
  },
  { query: '2 OF (Almaty, Aktau, Atyrau)', finds: 'at least two of the three names' },
  { query: 'SCORE 10 (coup^6, riot^4, film^-5)', finds: 'articles whose weights add up to at least ten' },
  { query: 'rise(killed) >= 20%', finds: 'articles that raised the death toll of their story by a fifth or more' },
];

export const queryHelpText = [
  queryGrammar,
  '',
  'More: `a BEFORE/5 b` keeps the order; `NEAR/P` means one paragraph; `-word` is NOT word; `protest~` also finds words of the same stem; `author:x`, `url:x`; `changed(killed)`, `rise(killed) >= 20%`, `fall(arrested) >= 100` compare with what the ledger of the story said before.',
  'Wildcards at the start of a word, regular expressions, lower-case operators and the operators of other products are refused; the error says what to write instead.',
  '',
  ...queryExamples.map(({ query, finds }) => `${query}\n    ${finds}`),
].join('\n');
