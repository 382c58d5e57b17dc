import { languageOf } from '../../languages/language.ts';
import { english } from './en.ts';
import { kazakh } from './kk.ts';
import { type Entry, type LexiconSource, roles } from './lexiconEntry.ts';
import { russian } from './ru.ts';

export type Lexicon = ReadonlyMap<string, Entry>;

/** Kazakh and Russian share words that mean different things ("он" is ten, and he): an article is read as one of them. */
const [ofRussian, ofKazakh] = [compile([english, russian]), compile([english, kazakh])];

export const lexiconFor = (lang: string | null, text: string): Lexicon =>
  languageOf(text, lang) === 'kk' ? ofKazakh : ofRussian;

function compile(sources: readonly LexiconSource[]): Lexicon {
  const lexicon = new Map<string, Entry>();
  const entryOf = (word: string): Entry => {
    const found = lexicon.get(word) ?? { roles: 0, trigger: null, value: null, number: null };
    lexicon.set(word, found);
    return found;
  };
  for (const source of sources) addSource(source, entryOf);
  return lexicon;
}

function addSource(source: LexiconSource, entryOf: (word: string) => Entry): void {
  for (const [kind, form, words] of source.triggers)
    for (const word of expanded(words)) entryOf(word).trigger = { kind, form };
  const wordsOf: Readonly<Record<string, string>> = source.roles;
  for (const [role, bit] of Object.entries(roles))
    for (const word of expanded(wordsOf[role] ?? '')) entryOf(word).roles |= bit;
  for (const role of ['person', 'thing', 'unit'] as const)
    for (const word of declined(source, role)) entryOf(word).roles |= roles[role];
  for (const [how, value, words] of source.numbers)
    for (const word of expanded(words)) Object.assign(entryOf(word), { value, number: how });
  addCalendar(source.months, roles.month, 1, entryOf);
  addCalendar(source.weekdays, roles.weekday, 0, entryOf);
}

/** көлік: көліктер, көлігі, көлікте. */
function declined(
  { nounEndings = '', roles: words }: LexiconSource,
  role: 'person' | 'thing' | 'unit',
): readonly string[] {
  const endings = expanded(nounEndings);
  return expanded(words[role] ?? '').flatMap((noun) => {
    const soft = noun.replace(/қ$/, 'ғ').replace(/к$/, 'г').replace(/п$/, 'б');
    return endings.map((ending) => (/^[ыі]/.test(ending) ? soft : noun) + ending);
  });
}

function addCalendar(names: readonly string[], role: number, first: number, entryOf: (word: string) => Entry): void {
  names.forEach((words, index) => {
    for (const word of expanded(words)) {
      const entry = entryOf(word);
      entry.roles |= role;
      entry.value = first + index;
    }
  });
}

/** `ранен(|а|ы) убит` → ранен, ранена, ранены, убит. One pair of brackets a word. */
function expanded(words: string): readonly string[] {
  return words
    .split(/\s+/)
    .filter((word) => word !== '')
    .flatMap((word) => {
      const [stem = '', inner] = word.split('(');
      return inner === undefined
        ? [stem]
        : inner
            .replace(')', '')
            .split('|')
            .map((ending) => stem + ending);
    });
}
