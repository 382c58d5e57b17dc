import { isSign, type Token } from './tokens.ts';

/** Words that only look like triggers: "injured reserve", "жертвы мошенников", "bodies" of water, the tests of their surroundings. */
export function isFalseFriend(tokens: readonly Token[], token: Token, at: number): boolean {
  const [last, next] = [tokens[at - 1]?.text ?? '', tokens[at + 1]?.text ?? ''];
  const { text } = token;
  if (text === 'injured') return next === 'reserve' || next === 'list';
  if (text === 'missing') return isSign(tokens[at - 1], '-') || next === 'out' || next === 'the';
  if (text === 'ранения' || text === 'травмы' || text === 'ожоги')
    return !tokens.some((each) => /^получи/.test(each.text));
  if (text === 'жизни' || text === 'жизнь')
    return !tokens
      .slice(Math.max(0, at - 4), at)
      .some((each) => /^(унес|унос|лиши|оборвал|стоил|отня)/.test(each.text));
  if (text.startsWith('жертв'))
    return tokens.some((each) => /^(аферист|мошенни|обман|насили|идеи|хакер|развод)/.test(each.text));
  if (text === 'bombers') return last === 'suicide' || last === 'car';
  if (text === 'bodies' || text === 'fighters') return last === 'heavenly' || text === 'fighters';
  if (text.startsWith('тел') && text.length <= 4)
    return !tokens.some((each) => /^(найден|обнаруж|извлек|извлеч|подня|погиб|морг|нашли)/.test(each.text));
  if (token.entry?.trigger?.kind === 'aircraft') return isCivil(tokens, at);
  if (text === 'крова') return last !== 'без';
  if (text === 'hurt') return next === 'by' && last === 'been';
  if (token.entry?.trigger?.form === 'last') return !isKazakhCompound(text, next);
  return text === 'march' || (text === 'loss' && last === 'job');
}

/** "airliners", "passenger planes", «самолеты стояли на перроне»: aircraft that nobody sent anywhere. */
function isCivil(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.text === 'airliners') return true;
  if (
    tokens
      .slice(Math.max(0, at - 2), at)
      .some(({ text }) => /^(passenger|civil|commercial|пассажирск|гражданск|жолаушы)/.test(text))
  )
    return true;
  return tokens
    .slice(Math.max(0, at - 4), at + 5)
    .some(({ text }) => /^(parked|apron|стояли|стоят|стояло|стоянк[еа]|тұрды|тұрған|тұрағында)$/.test(text));
}

/** "қаза тапты", "мерт болды", "көз жұмды": the first word alone is another. With what the second begins. */
export const kazakhCompounds: ReadonlyMap<string, RegExp> = new Map([
  ['қаза', /^(тап|бол|тауып|таба)/],
  ['мерт', /^бол/],
  ['баспанасыз', /^қал/],
  ['қайтыс', /^бол/],
  ['құрбан', /^бол/],
  ['шейіт', /^(бол|кет)/],
  ['опат', /^бол/],
  ['ажал', /^құш/],
  ['көз', /^жұм/],
  ['дүние', /^сал/],
  ['дүниеден', /^(өт|оз)/],
  ['өмірден', /^(өт|оз)/],
  ['жарақат', /^ал/],
  ['зардап', /^ше[кг]/],
  ['қамауға', /^(ал|түс)/],
  ['тұтқынға', /^(ал|түс)/],
  ['хабарсыз', /^(кет|жоғал|кел)/],
  ['ошарсыз', /^(кет|жоғал|кел)/],
  ['жоғалып', /^(кет|жоғал|кел)/],
]);

const isKazakhCompound = (text: string, next: string): boolean => kazakhCompounds.get(text)?.test(next) ?? true;
