import { firstPerson, softened, type Verb } from './conjugation.ts';

/** The verbs that an infinitive of Zaliznyak's productive classes 1–4 may be; where the class doesn't show, each. */
export function regularVerbs(infinitive: string): readonly Verb[] {
  const stem = infinitive.slice(0, -2);
  if (stem.length < 3) return [];
  if (/[оеу]ва$/.test(stem)) return inOvat(infinitive, stem);
  if (/[ая]$/.test(stem)) return [verb(infinitive, `${stem}ю`, `${stem}ет`, `${stem}н`)];
  if (stem.endsWith('е')) return [verb(infinitive, `${stem}ю`, `${stem}ет`, null)];
  if (stem.endsWith('ну')) return inNut(infinitive, stem.slice(0, -1));
  return stem.endsWith('и') ? inIt(infinitive, stem.slice(0, -1)) : [];
}

function verb(infinitive: string, first: string, third: string, passive: string | null): Verb {
  const past = `${infinitive.slice(0, -2)}л`;
  return { infinitive, first, third, past, feminine: `${past}а`, passive };
}

/** Class 2: арестовать → арестует, воевать → воюет; in -евать also class 1: одевать → одевает. */
function inOvat(infinitive: string, stem: string): readonly Verb[] {
  const root = stem.slice(0, -3);
  const first = verb(infinitive, `${stem}ю`, `${stem}ет`, `${stem}н`);
  if (stem.endsWith('ува')) return [first];
  const isHard = stem.endsWith('ова') || /[жчшщц]$/.test(root);
  const present = root + (isHard ? 'у' : 'ю');
  const second = verb(infinitive, `${present}ю`, `${present}ет`, `${stem}н`);
  return isHard ? [second] : [first, second];
}

/** Class 3: достигнуть → достигнет, достигнут; достиг where the consonant allows. */
function inNut(infinitive: string, root: string): readonly Verb[] {
  const long = verb(infinitive, `${root}у`, `${root}ет`, `${root}ут`);
  const short = root.slice(0, -1);
  return /[аеиоуыя][бгкхзсп]$|р[гзк]$/.test(short) ? [long, { ...long, past: short, feminine: `${short}ла` }] : [long];
}

/** Class 4: объявить → объявлю, объявлен; each softening that the consonant may have. */
const inIt = (infinitive: string, root: string): readonly Verb[] =>
  softened(root).map((soft) => verb(infinitive, firstPerson(soft), `${root}ит`, `${soft}ен`));
