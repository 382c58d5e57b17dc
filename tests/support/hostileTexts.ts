/** Texts that no newspaper prints: each is one piece over and over. What a reader does with them must not grow faster than they. */
const hostilePieces: readonly string[] = [
  '12 people killed, ',
  '12 ',
  '12 people ',
  '1,2,3,4,',
  '1,000,',
  '1-',
  'tens of thousands ',
  'two hundred and ',
  'killed ',
  'killed 12 and wounded ',
  'toll rose to 12 from ',
  'said on Friday in Aktau ',
  'no one was killed or injured ',
  'a man was shot to death ',
  'including 5 policemen, ',
  'could kill 12 in 2011, ',
  'abcdefghij',
  'я',
  "a'",
  'a.',
  '. ',
  '"',
  '“',
  '(',
  '()',
  '\n',
  'é',
  'e\u0301',
  '\u0301',
  '\u00ad',
  '💥',
  'погибли 12 человек, ',
  'число погибших возросло до 20 ',
  'по данным МЧС в Алматы ',
  '12 адам қаза тапты, ',
  'қаза тапқандар саны 32-ге жетті ',
  'мерт болды ',
];

/** Ordinary reports in ordinary words, without a full stop to rest at. */
const breathless =
  'The ministry said on Friday that 26 armed men and 18 police officers were killed in Almaty while more than 3,800 people ' +
  'were arrested across the country, according to state television, and the army, which had sent 2,500 soldiers with 70 ' +
  'planes to the airport, denied that another 30 protesters had died near the town hall, where residents gathered for a march, ';

export const hostileText = (piece: string, length: number): string =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

export const hostileTexts = (length: number): readonly (readonly [name: string, text: string])[] => [
  ...hostilePieces.map((piece) => [JSON.stringify(piece), hostileText(piece, length)] as const),
  ['a report without full stops', hostileText(breathless, length)],
];
