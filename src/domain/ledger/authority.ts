/** Whose word a figure is, known by one key in all languages. */
export interface Authority {
  /** `emergencies-ministry`; for those without a name of their own their folded words; empty where none is named. */
  readonly key: string;
  readonly rank: Rank;
}

/**
 * How far a word is trusted: `official` for ministries, police, courts; `organisation` for companies, hospitals, agencies, and
 * for an outlet that names nobody; `witness` for eyewitnesses, relatives, activists, unnamed sources.
 */
export type Rank = 'official' | 'organisation' | 'witness';

/** Key, rank, and words of which one must stand in the attribution; the first line that fits counts. */
const lines = `
relatives | witness | relative family родственн близкие туыс отбас
eyewitness | witness | eyewitness witness resident очевид свидетел житель жители куәгер тұрғын
activists | witness | activist opposition rights monitor observatory protester правозащит активист оппозиц құқық белсенді
unnamed | witness | source anonymous unconfirmed rumour rumor "social media" telegram источник слух соцсет дереккөз
emergencies-ministry | official | emergenc чрезвыч мчс төтенше тжм
interior-ministry | official | interior "internal affairs" внутренн мвд ішкі іім
health-ministry | official | "health ministry" "ministry of health" "health minister" "health official" минздрав здравоохран денсаулық
defence-ministry | official | defence defense оборон миноборон қорғаныс
prosecutor | official | prosecut прокур
security-service | official | "national security" "security service" knb кнб ұқк "ұлттық қауіпсіздік" фсб
csto | official | csto "collective security" одкб ұқшұ
president | official | president kremlin президент акорда ақорда кремл
government | official | government cabinet правительств премьер үкімет
police | official | police полици полиц "law enforcement" правоохранит
fire-service | official | fire rescue firefighter спасател пожарн құтқару
army | official | army military armed troops войск армия арми әскери
governor | official | governor mayor akim губернатор мэр аким әкім
court | official | court суд сот
officials | official | official authorit state minist власт чиновник министерств министр билік министрл
hospital | organisation | hospital doctor medic clinic больниц врач медик аурухана дәрігер
operator | organisation | company operator owner employer компани оператор предприят владел компания
`;

interface Line {
  readonly key: string;
  readonly rank: Rank;
  readonly words: readonly string[];
}

const isRank = (word: string): word is Rank => ['official', 'organisation', 'witness'].includes(word);

const table: readonly Line[] = lines
  .trim()
  .split('\n')
  .flatMap((line) => {
    const [key = '', rank = '', words = ''] = line.split(' | ');
    return isRank(rank)
      ? [{ key, rank, words: [...words.matchAll(/"([^"]+)"|(\S+)/g)].map((found) => found[1] ?? found[2] ?? '') }]
      : [];
  });

const unnamed: Authority = { key: '', rank: 'organisation' };

/** Who is meant by "the emergencies ministry", «МЧС» or "Төтенше жағдайлар министрлігі"; null: nobody is named. */
export function authorityOf(attribution: string | null): Authority {
  const words =
    (attribution ?? '')
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return unnamed;
  const text = ` ${words.join(' ')}`;
  const line = table.find((each) => each.words.some((word) => text.includes(` ${word}`)));
  return { key: line?.key ?? words.join(' '), rank: line?.rank ?? 'organisation' };
}

/** "Officials" may be any of them; an outlet that names nobody passes on what somebody said. */
export const isSameAuthority = (one: Authority, other: Authority): boolean =>
  one.key === other.key ||
  ((one.key === 'officials' || other.key === 'officials') && one.rank === 'official' && other.rank === 'official');

const ranks: readonly Rank[] = ['witness', 'organisation', 'official'];

/** Above 0: the first is the better source. */
export const compareRanks = (one: Authority, other: Authority): number =>
  ranks.indexOf(one.rank) - ranks.indexOf(other.rank);
