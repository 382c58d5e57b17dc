import { passiveForms, shortEndings } from './adjectives.ts';
import { endings, withEndings } from './endings.ts';

/**
 * The parts of a verb from which its other forms follow by rule (Zaliznyak; Academic Grammar 1980, §§ 1460–1570):
 * введу, введет, ввел, ввела, введен.
 */
export interface Verb {
  readonly infinitive: string;
  readonly first: string;
  readonly third: string;
  readonly past: string;
  /** Feminine past: умер, умерла. */
  readonly feminine: string;
  /** Short masculine of the passive participle, `null` if there is none. */
  readonly passive: string | null;
  /** Forms that no rule gives: дадут, хотим. */
  readonly others?: readonly string[];
}

const active = endings('ий его ему им ем ая ей ую ее ие их ими');
const presentPassiveEndings = endings('ый ого ому ым ом ая ой ую ое ые ых ыми а о ы');
const pastEndings = endings('а о и');
const personal = endings('т шь м те');
const vowelImperative = endings('й йте');
const imperative = endings('и ите ьте');

/** Finite forms, gerunds, imperatives and short participles: what headlines use. */
export function coreForms(verb: Verb): readonly string[] {
  return [...activeForms(verb), ...(verb.passive === null ? [] : withEndings(verb.passive, shortEndings))];
}

/** The core without the passive participle. */
export function activeForms(verb: Verb): readonly string[] {
  const { infinitive, past, feminine } = verb;
  return [
    infinitive,
    past,
    ...withEndings(feminine.slice(0, -1), pastEndings),
    ...personalForms(verb),
    ...(past.endsWith('л') ? [`${past.slice(0, -1)}в`, `${past.slice(0, -1)}вши`] : [`${past}ши`]),
  ];
}

/** The core and the participles in all their cases: погибший, стреляющих, задержанными, обсуждаемый. */
export function allForms(verb: Verb): readonly string[] {
  const { passive } = verb;
  const plural = thirdPlural(verb);
  return [
    ...coreForms(verb),
    ...withEndings(pastParticiple(verb), active),
    ...withEndings(`${plural.slice(0, -1)}щ`, active),
    ...(passive === null ? [] : [...passiveForms(passive), ...presentPassive(verb)]),
  ];
}

/** погибший, задержавший; from -сти the stem of the present: ведший, шедший. */
function pastParticiple({ past, third }: Verb): string {
  if (past.endsWith('шел')) return `${past.slice(0, -1)}дш`;
  if (past.endsWith('ел') && /[дт]ет$/.test(third)) return `${third.slice(0, -2)}ш`;
  return past.endsWith('л') ? `${past.slice(0, -1)}вш` : `${past}ш`;
}

/** With -ся after a consonant, -сь after a vowel; participles always -ся: начались, начавшееся; обращаясь, обращающаяся. */
export function reflexive(form: string): readonly string[] {
  if (/[шщ]ая$/.test(form)) return [`${form}ся`, `${form}сь`];
  const isParticiple = /[шщ](?:ее|ие|его|ему|ими|ую)$/.test(form);
  return [form + (/[аеиоуыюя]$/.test(form) && !isParticiple ? 'сь' : 'ся')];
}

function personalForms(verb: Verb): readonly string[] {
  const stem = verb.third.slice(0, -1);
  const plural = thirdPlural(verb);
  return [
    verb.first,
    ...withEndings(stem, personal),
    plural,
    ...imperatives(verb, plural),
    gerund(verb, plural),
    ...(verb.others ?? []),
  ];
}

/** прошу, просит → просят; пишу, пишет → пишут. */
function thirdPlural({ first, third }: Verb): string {
  if (!third.endsWith('ит')) return `${first}т`;
  const stem = third.slice(0, -2);
  return stem + (/[жчшщ]$/.test(stem) ? 'ат' : 'ят');
}

/** читай, читайте; веди, ведите; ответь, ответьте. */
function imperatives({ infinitive }: Verb, plural: string): readonly string[] {
  const stem = infinitive.endsWith('авать') ? infinitive.slice(0, -2) : plural.slice(0, -2);
  if (/[аеоуя]$/.test(stem)) return withEndings(stem, vowelImperative);
  return withEndings(stem, imperative);
}

/** читая, крича, давая. */
const gerund = ({ infinitive }: Verb, plural: string): string =>
  infinitive.endsWith('авать')
    ? `${infinitive.slice(0, -2)}я`
    : plural.slice(0, -2) + (/[жчшщ]..$/.test(plural) ? 'а' : 'я');

/** обсуждаемый, ввозимый; other verbs in -ить have at best an adjective (допустимый), which is a word of its own. */
function presentPassive({ third }: Verb): readonly string[] {
  return /(?:[аяую]е|(?:вод|воз|нос)и)т$/.test(third)
    ? withEndings(`${third.slice(0, -1)}м`, presentPassiveEndings)
    : [];
}

const labial = /[бпвмф]$/;

/** The consonant before -ю and -ен: объявлю, освобожу or освобожден, захвачу, запрещу, вношу. */
export function softened(stem: string): readonly string[] {
  if (labial.test(stem)) return [`${stem}л`];
  const [rest, last] = [stem.slice(0, -1), stem.slice(-1)];
  if (stem.endsWith('ст')) return [`${stem.slice(0, -2)}щ`];
  if (last === 'д') return [`${rest}ж`, `${rest}жд`];
  if (last === 'т') return [`${rest}ч`, `${rest}щ`];
  if (last === 'з') return [`${rest}ж`];
  return last === 'с' ? [`${rest}ш`] : [stem];
}

/** The first person of a verb in -ить: -у after a hushing consonant, else -ю. */
export const firstPerson = (stem: string): string => stem + (/[жчшщ]$/.test(stem) ? 'у' : 'ю');
