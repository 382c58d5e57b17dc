/**
 * Places whose names do not meet by their sound in Latin and Cyrillic letters, or are too short for it. A line a place: first
 * the word that stands for it, then stems of its names and of its people's, as articles in any of the languages have them.
 */
const table = `
us usa сша америк америка ақш
uk britain британ великобритан ұлыбритан
eu ес ео
uae оаэ бәә
un оон бұұ
nato нато
china china chines кита китайск қытай
russia russia russian росс российск рф ресей
kazakhstan kazakhstan kazakh казахста казахстан казахстанск казахск қазақстан қазақ
kyrgyzstan kyrgyzstan kyrgyz киргиз кыргызста кыргызстан киргизстан киргизск қырғызстан қырғыз
uzbekistan uzbekistan uzbek узбекиста узбекистан узбекск өзбекстан өзбек
tajikistan tajikistan tajik таджикиста таджикистан таджикск тәжікстан тәжік
turkmenistan turkmenistan turkmen туркмениста туркменистан түрікменстан
ukraine ukrain ukrainian украин украинск украина
germany germani german герман немецк германия
france franc french франц французск франция
italy itali italian итал итальянск италия
spain spain spanish испан испанск испания
poland poland polish польш польск польша
turkey turkei turkish türkiye турц турецк түркия
greece greec greek грец греческ грекия
japan japan japanes япон японск жапония
korea korea korean коре корейск корея
india india indian инд индийск үндістан
iran iran iranian ира иранск иран
israel israel isra израил израильск
egypt egypt egyptian егип египетск мысыр
syria syria syrian сир сирийск сирия
georgia georgia georgian груз грузинск грузия
armenia armenia armenian армен армянск армения
azerbaijan azerbaijan azerbaijani азербайджа азербайджан азербайджанск әзербайжан әзірбайжан
hungary hungari hungarian венгр венгерск мажарстан
moscow moscow москв московск мәскеу
beijing beij пекин бейжің
paris pari париж
kyiv kyiv kiev ки киевск киев
rome rome рим
vienna vienna вен вена
petersburg petersburg петербург санкт-петербург
oral uralsk oral уральск орал
oskemen oskemen усть-каменогорск өскемен
semey semei semipalatinsk сем семипалатинск семей
kyzylorda kyzylorda кызылорд қызылорда
shymkent shymkent чимкент шымкент
kostanay kostanai kostanay костана қостанай
pavlodar pavlodar павлодар
zhanaozen zhanaozen janaozen жанаоз жанаозен жаңаөзен
oskemen ustkamenogorsk
bishkek bishkek бишкек бішкек
tashkent tashkent ташкент
osh osh ош ошта оштағы оштан оштың
abai abai абай аба
balkhash balkhash балхаш балқаш
`;

const names: ReadonlyMap<string, string> = new Map(
  table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [place = '', ...stems] = line.split(' ');
      return stems.map((stem) => [stem, place] as const);
    }),
);

/** The place that a stem names, or null. */
export const placeNamed = (stem: string): string | null => names.get(stem) ?? null;
