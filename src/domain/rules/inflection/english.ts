/** Verbs and nouns whose forms follow no rule: each line one word. */
const irregular = `
arise arises arose arisen arising|attack attacks attacked attacking|beat beats beaten beating|become becomes became becoming
begin begins began begun beginning|bleed bleeds bled bleeding|blow blows blew blown blowing|break breaks broke broken breaking
bring brings brought bringing|build builds built building|burn burns burned burnt burning|buy buys bought buying
catch catches caught catching|child children|choose chooses chose chosen choosing|come comes came coming|cut cuts cutting
deal deals dealt dealing|die dies died dying|draw draws drew drawn drawing|drive drives drove driven driving|fall falls fell fallen falling
feel feels felt feeling|fight fights fought fighting|find finds found finding|flee flees fled fleeing|fly flies flew flown flying
foot feet|get gets got gotten getting|give gives gave given giving|go goes went gone going|grow grows grew grown growing
hear hears heard hearing|hit hits hitting|hold holds held holding|hurt hurts hurting|keep keeps kept keeping|know knows knew known knowing
lead leads led leading|leave leaves left leaving|life lives|lose loses lost losing|make makes made making|man men|meet meets met meeting
pay pays paid paying|policeman policemen|put puts putting|quit quits quitting|rise rises rose risen rising|run runs ran running
say says said saying|see sees saw seen seeing|seek seeks sought seeking|sell sells sold selling|send sends sent sending
serviceman servicemen|set sets setting|shake shakes shook shaken shaking|shoot shoots shot shooting|shut shuts shutting
speak speaks spoke spoken speaking|spend spends spent spending|spread spreads spreading|stand stands stood standing
steal steals stole stolen stealing|strike strikes struck striking|swear swears swore sworn swearing|take takes took taken taking
teach teaches taught teaching|tear tears tore torn tearing|tell tells told telling|think thinks thought thinking
throw throws threw thrown throwing|win wins won winning|withdraw withdraws withdrew withdrawn withdrawing|woman women|write writes wrote written writing`;

const irregularForms = new Map<string, readonly string[]>();
for (const line of irregular.trim().split(/[|\n]/)) {
  const forms = line.split(' ');
  for (const form of forms) irregularForms.set(form, [...(irregularForms.get(form) ?? []), ...forms]);
}

/** Words that end like inflected ones and are not. */
const whole = new Set(
  'news series species physics politics always perhaps during evening morning spring string king thing red bed speed need indeed gas bus chaos crisis basis analysis us was has his this'.split(
    ' ',
  ),
);

const vowel = /[aeiouy]/;

/** All forms of an English word by inflection alone (plural, possessive, -ed, -ing): `university` never meets `universe`. */
export function englishForms(word: string): readonly string[] {
  const known = irregularForms.get(word);
  if (known !== undefined) return known;
  if (word.length < 3 || whole.has(word)) return [word];
  return [...new Set([word, ...basesOf(word).flatMap(formsOfBase)])];
}

/** What the word may be a form of, itself among them. */
function basesOf(word: string): readonly string[] {
  const bases = [word];
  if (/[^aeiou]ies$/.test(word)) bases.push(`${word.slice(0, -3)}y`);
  else if (/(s|x|z|ch|sh|o)es$/.test(word)) bases.push(word.slice(0, -2), word.slice(0, -1));
  else if (/[^su]s$/.test(word)) bases.push(word.slice(0, -1));
  if (/[^aeiou]ied$/.test(word)) bases.push(`${word.slice(0, -3)}y`);
  else if (/[^e]ed$/.test(word)) bases.push(...strippedBases(word.slice(0, -2)));
  if (/ing$/.test(word)) bases.push(...strippedBases(word.slice(0, -3)));
  return bases.filter((base) => base.length >= 3 && vowel.test(base) && !whole.has(base));
}

/** `deploy`, `burn`; with the e that was dropped: `place`; without the consonant that was doubled: `stop`. */
function strippedBases(stem: string): readonly string[] {
  if (stem.length < 2 || !vowel.test(stem)) return [];
  const doubled = /([bdfgklmnprtvz])\1$/.test(stem) ? [stem.slice(0, -1)] : [];
  const dropped = /[^aeiouwxy]$/.test(stem) || /[uv]$/.test(stem) ? [`${stem}e`] : [];
  return [stem, ...doubled, ...dropped];
}

function formsOfBase(base: string): readonly string[] {
  if (/[^aeiou]y$/.test(base)) return [base, `${base.slice(0, -1)}ies`, `${base.slice(0, -1)}ied`, `${base}ing`];
  if (/(s|x|z|ch|sh)$/.test(base)) return [base, `${base}es`, `${base}ed`, `${base}ing`];
  if (base.endsWith('ie')) return [base, `${base}s`, `${base}d`, `${base.slice(0, -2)}ying`];
  if (base.endsWith('e')) return [base, `${base}s`, `${base}d`, `${base}ing`, `${base.slice(0, -1)}ing`];
  const doubled = /^[^aeiou]*[aeiou][bdgklmnprt]$|(?:mit|fer|cur|pel|bel|rol|gin|bat)$/.test(base)
    ? base + base.slice(-1)
    : base;
  return [
    base,
    `${base}s`,
    `${base}ed`,
    `${base}ing`,
    `${doubled}ed`,
    `${doubled}ing`,
    ...(base.endsWith('o') ? [`${base}es`] : []),
  ];
}
