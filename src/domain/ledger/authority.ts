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

/**
 * Key, rank, and beginnings of words of which one must stand in the attribution (`=`: the whole word); the first line that fits
 * counts: a source in a ministry is no ministry, a ministry's Telegram channel is.
 */
const lines = `
relatives | witness | relative family families родственн близкие туыс отбас
activists | witness | activist opposition "human rights" "rights group" monitor observatory protester правозащит активист оппозиц құқыққорға белсенді
unnamed | witness | =source =sources anonymous unnamed unconfirmed rumour rumor источник неназван анонимн слух дереккөз
emergencies-ministry | official | emergenc чрезвыч =мчс төтенше =тжм
interior-ministry | official | interior "internal affairs" внутренн =мвд ішкі =іім
health-ministry | official | "health ministry" "ministry of health" "health minister" "health official" "health department" "department of health" "health authorit" "public health" минздрав здравоохран денсаулық
defence-ministry | official | "defence minist" "defense minist" "ministry of defence" "ministry of defense" оборон миноборон қорғаныс
prosecutor | official | prosecut прокур
security-service | official | "national security" "security service" =knb =кнб =ұқк "ұлттық қауіпсіздік" =фсб
csto | official | =csto "collective security" =одкб =ұқшұ
president | official | president kremlin президент акорда ақорда кремл
government | official | government cabinet правительств премьер үкімет
police | official | police полици "law enforcement" правоохранит
fire-service | official | fire rescue firefighter спасател пожарн құтқару
army | official | army military "armed forces" "national guard" troops войск =армия =армии нацгварди әскер
governor | official | governor mayor akim administration губернатор =мэр =мэра =мэром мэри =аким =акима =акимат =акимате =акимата администрац =әкім әкімдік =әкімі
court | official | =court =courts =суд =суда =суде судь =сот =соты =сотта
hospital | organisation | hospital doctor medic clinic ambulance surgeon больниц врач медик госпитал клиник ауруха дәрігер
operator | organisation | company operator owner employer компани оператор предприят владел
officials | official | official authorit minist "crisis centre" "state commission" headquarters власт чиновник ведомств министерств министр комисси штаб госорган министрл билік мекеме
eyewitness | witness | eyewitness witness resident villager neighbo survivor passenger driver passer bystander shopkeeper blogger очевид свидетел жител сосед выживш пассажир водител блогер куәгер тұрғын жолаушы жүргізуші
unnamed | witness | telegram whatsapp "social media" "social network" "online post" соцсет мессенджер паблик әлеуметтік желі
`;

interface Line {
  readonly key: string;
  readonly rank: Rank;
  /** As they stand in a text that begins with a space; a whole word ends with one too. */
  readonly words: readonly string[];
}

const isRank = (word: string): word is Rank => ['official', 'organisation', 'witness'].includes(word);

const asInText = (word: string): string => (word.startsWith('=') ? ` ${word.slice(1)} ` : ` ${word}`);

const table: readonly Line[] = lines
  .trim()
  .split('\n')
  .flatMap((line) => {
    const [key = '', rank = '', words = ''] = line.split(' | ');
    return isRank(rank)
      ? [
          {
            key,
            rank,
            words: [...words.matchAll(/"([^"]+)"|(\S+)/g)].map((found) => asInText(found[1] ?? found[2] ?? '')),
          },
        ]
      : [];
  });

const nobody: Authority = { key: '', rank: 'organisation' };

/** Whoever says what nobody has confirmed. */
export const rumour: Authority = { key: 'unnamed', rank: 'witness' };

/** Who is meant by "the emergencies ministry", «МЧС» or "Төтенше жағдайлар министрлігі"; null: nobody is named. */
export function authorityOf(attribution: string | null): Authority {
  const words =
    (attribution ?? '')
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return nobody;
  const text = ` ${words.join(' ')} `;
  const line = table.find((each) => each.words.some((word) => text.includes(word)));
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

const superiors: Readonly<Record<string, string>> = {
  police: 'interior-ministry',
  'fire-service': 'emergencies-ministry',
};

/** A ministry corrects its own local services without saying so. */
export const isSuperior = (one: Authority, other: Authority): boolean => superiors[other.key] === one.key;

/** Above 0: of two that say the same, the first is the better name for it; "officials" are nobody in particular. */
export const compareSpeakers = (one: Authority, other: Authority): number =>
  compareRanks(one, other) || Number(other.key === 'officials') - Number(one.key === 'officials');
