/**
 * Months by the words that feeds write them with: English, Russian, Kazakh, Ukrainian, German, French, Spanish, Italian, Portuguese,
 * Turkish, Polish, Dutch, Uzbek, Kazakh in Latin letters. `*`: any ending. `сенбі` is a Kazakh Saturday, so Russian September is
 * given exactly.
 */
const monthWords: readonly string[] = [
  'jan* янв* қаң* січ* jän* ene* gen* oca* sty* yanv* qań* qan* kan*',
  'feb* фев* ақп* лют* fév* fev* şub* lut* aqp* akp*',
  'mar* мар* наур* бер* mär* mrz* maa* mrt* nau* naý*',
  'apr* апр* сәу* квіт* avr* abr* nis* kwi* sáu* sáý* säu* sau*',
  'may* май мая мае мам* трав* mai* mag* maj* mei* mam*',
  'jun* июн* маус* черв* juin giu* haz* cze* iyun* mau* maý*',
  'jul* июл* шіл* лип* juil* lug* tem* lip* iyul* shil* şil* şıl*',
  'aug* авг* там* серп* août aout ago* ağu* sie* avg* tam*',
  'sep* сен сент* қырк* вер* set* eyl* wrz* qyr* kyr*',
  'oct* окт* қаз* жов* okt* ott* out* eki* paź* qaz* kaz*',
  'nov* ноя* қар* лис* kas* noy* lis* qar* kar*',
  'dec* дек* жел* груд* dez* déc* dic* ara* gru* dek* jel* zhel*',
];

const exact = new Map<string, number>();
const beginnings: [beginning: string, month: number][] = [];
for (const [index, words] of monthWords.entries()) {
  for (const word of words.split(' ')) {
    if (word.endsWith('*')) beginnings.push([word.slice(0, -1), index + 1]);
    else exact.set(word, index + 1);
  }
}

/** 1 to 12, or null where the word is no month. */
export const monthOf = (word: string): number | null =>
  exact.get(word) ?? beginnings.find(([beginning]) => word.startsWith(beginning))?.[1] ?? null;

/** Words of a date that say nothing more: "6 января 2022 г. в 14:30", "2022 жылғы 6 қаңтар", "6th of January". */
export const isFiller = (word: string): boolean =>
  /^(?:г|год[а-я]*|в|ж|жыл[а-яғ]*|at|on|of|the|th|st|nd|rd|de|um|uhr|le|à|del|a|t|jyl\p{L}*|zhyl\p{L}*|час[а-я]*|сағ[а-я]*)$/u.test(
    word,
  );

/** Zone names that feeds write, hours east of UTC (RFC 822 §5.1, Internet usage, and those of our region). */
const zoneHours: Readonly<Record<string, number>> = {
  ...{
    ut: 0,
    utc: 0,
    gmt: 0,
    z: 0,
    wet: 0,
    west: 1,
    bst: 1,
    cet: 1,
    cest: 2,
    met: 1,
    mest: 2,
    eet: 2,
    eest: 3,
    sast: 2,
  },
  ...{ est: -5, edt: -4, et: -5, cst: -6, cdt: -5, ct: -6, mst: -7, mdt: -6, mt: -7, pst: -8, pdt: -7, pt: -8 },
  ...{ ast: -4, adt: -3, at: -4, nst: -3.5, ndt: -2.5, akst: -9, akdt: -8, hst: -10, brt: -3, art: -3 },
  ...{
    msk: 3,
    msd: 4,
    мск: 3,
    samt: 4,
    yekt: 5,
    omst: 6,
    novt: 7,
    krat: 7,
    irkt: 8,
    yakt: 9,
    vlat: 10,
    magt: 11,
    pett: 12,
  },
  ...{ almt: 6, aqtt: 5, orat: 5, qyzt: 5, kgt: 6, uzt: 5, tjt: 5, tmt: 5, azt: 4, amt: 4, get: 4, trt: 3, irst: 3.5 },
  ...{ pkt: 5, ist: 5.5, npt: 5.75, ict: 7, wib: 7, hkt: 8, sgt: 8, awst: 8, jst: 9, kst: 9 },
  ...{ acst: 9.5, aest: 10, aedt: 11, nzst: 12, nzdt: 13, a: -1, n: 1, m: -12, y: 12 },
};

/** Minutes east of UTC, or null where the word is no zone that we know. */
export function zoneMinutes(word: string): number | null {
  const hours = zoneHours[word];
  return hours === undefined ? null : hours * 60;
}
