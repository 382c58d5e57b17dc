/** Verbs: the base, then past and participle. -s and -ing follow the rules. */
const verbs = `
arise arose arisen|awake awoke awoken|babysit babysat|bear bore borne|beat beat beaten|become became|befall befell befallen|beget begot begotten|begin began begun
behold beheld|bend bent|bereave bereft bereaved|beseech besought beseeched|beset beset|bet bet|bid bid bade bidden|bind bound|bite bit bitten
bleed bled|blow blew blown|break broke broken|breed bred|bring brought|broadcast broadcast broadcasted|build built|burn burnt burned
burst burst|bust bust busted|buy bought|cast cast|catch caught|choose chose chosen|cling clung|come came|cost cost costed|creep crept
cut cut|deal dealt|dig dug|draw drew drawn|dream dreamt dreamed|drink drank drunk|drive drove driven|dwell dwelt dwelled|eat ate eaten
fall fell fallen|feed fed|feel felt|fight fought|find found|flee fled|fling flung|fly flew flown|forbear forbore forborne
forbid forbade forbad forbidden|forecast forecast forecasted|forget forgot forgotten|forgive forgave forgiven|forgo forwent forgone
forego forewent foregone|foresee foresaw foreseen|foretell foretold|forsake forsook forsaken|freeze froze frozen|get got gotten|gild gilt gilded
give gave given|grow grew grown|hang hung hanged|hear heard|heave hove heaved|hew hewn hewed|hide hid hidden|hit hit|hold held|hurt hurt
input input inputted|keep kept|kneel knelt kneeled|knit knit knitted|know knew known|lay laid|lead led|lean leant leaned|leap leapt leaped|learn learnt learned
leave left|lend lent|let let|lie lay lain lied lying|mislay mislaid|inlay inlaid|light lit lighted|lose lost|make made|mean meant|meet met|mow mown mowed|offset offset
overlie overlay overlain overlying|partake partook partaken|pay paid|plead pled pleaded|prove proven proved|put put|quit quit quitted|read read|rid rid ridded|ride rode ridden
ring rang rung|rise rose risen|run ran|saw sawn sawed|say said|see saw seen|seek sought|sell sold|send sent|set set|sew sewn sewed
shake shook shaken|shave shaven shaved|shear shorn sheared|shed shed|shine shone shined|shoe shod shoed|shoot shot|show shown showed
shred shredded shred|shrink shrank shrunk shrunken|shut shut|sing sang sung|sink sank sunk sunken|sit sat|slay slew slain|sleep slept|slide slid
sling slung|slink slunk|slit slit|smell smelt smelled|smite smote smitten|sneak snuck sneaked|sow sown sowed|speak spoke spoken|speed sped speeded
spell spelt spelled|spend spent|spill spilt spilled|spin spun|spit spat spit|split split|spoil spoilt spoiled|spread spread|spring sprang sprung
stand stood|steal stole stolen|stick stuck|sting stung|stink stank stunk|strew strewn strewed|stride strode stridden|strike struck stricken
string strung|strive strove striven strived|sublet sublet|swear swore sworn|sweat sweat sweated|sweep swept|swell swollen swelled|swim swam swum|swing swung
take took taken|teach taught|tear tore torn|tell told|think thought|thrive throve thriven thrived|throw threw thrown|thrust thrust|tread trod trodden
underlie underlay underlain underlying|unwind unwound|upset upset|wake woke waked woken|wear wore worn|weave wove woven|wed wed wedded|weep wept|wet wet wetted
win won|withdraw withdrew withdrawn|withhold withheld|withstand withstood|wreak wrought wreaked|wring wrung|write wrote written
be am is are was were been|have has had|do does did done|go went gone|die died dying|tie tied tying|vie vied vying|belie belied belying|untie untied untying`;

/** These add to what the rules make: a plural, or a second spelling. */
const additions = `
child children|grandchild grandchildren|schoolchild schoolchildren|stepchild stepchildren|godchild godchildren|brainchild brainchildren|man men|menu menus|guru gurus|emu emus|gnu gnus|hindu hindus|zulu zulus|hutu hutus|ecu ecus|ad ads|ax axed axing|id ids|op ops
foot feet|tooth teeth|goose geese|mouse mice|dormouse dormice|louse lice|ox oxen|person people|penny pence|money monies|passerby passersby
knife knives|penknife penknives|life lives|afterlife afterlives|wife wives|midwife midwives|housewife housewives|wolf wolves|werewolf werewolves|half halves|calf calves
leaf leaves|cloverleaf cloverleaves|loaf loaves|sheaf sheaves|shelf shelves|bookshelf bookshelves|self selves|elf elves|thief thieves
scarf scarves|hoof hooves|wharf wharves|dwarf dwarves|handkerchief handkerchieves|kerchief kerchieves|staff staves
phenomenon phenomena|criterion criteria|automaton automata|medium media|bacterium bacteria|datum data|stratum strata
memorandum memoranda|referendum referenda|stadium stadia|curriculum curricula|millennium millennia|symposium symposia|consortium consortia
moratorium moratoria|aquarium aquaria|auditorium auditoria|addendum addenda|spectrum spectra|quantum quanta|forum fora|honorarium honoraria
emporium emporia|equilibrium equilibria|gymnasium gymnasia|maximum maxima|minimum minima|optimum optima|sanatorium sanatoria
crematorium crematoria|compendium compendia|podium podia|continuum continua|dictum dicta
nucleus nuclei|fungus fungi|cactus cacti|alumnus alumni|stimulus stimuli|syllabus syllabi|radius radii|focus foci|locus loci|terminus termini
bacillus bacilli|abacus abaci|hippopotamus hippopotami|octopus octopi|papyrus papyri|thesaurus thesauri|streptococcus streptococci|staphylococcus staphylococci
index indices|appendix appendices|matrix matrices|vertex vertices|vortex vortices|codex codices|apex apices|helix helices|cortex cortices|cervix cervices
larva larvae|alga algae|formula formulae|antenna antennae|vertebra vertebrae|alumna alumnae|nebula nebulae|nova novae|supernova supernovae|persona personae
genus genera|corpus corpora|opus opera|schema schemata|stigma stigmata
bureau bureaux|plateau plateaux|tableau tableaux|chateau chateaux|milieu milieux
virtuoso virtuosi|graffito graffiti|paparazzo paparazzi|libretto libretti|tempo tempi|concerto concerti|mafioso mafiosi|carabiniere carabinieri
kibbutz kibbutzim|mujahid mujahideen mujahedin|talib taliban|fedayee fedayeen
axis axes|testis testes
age ageing|cringe cringeing|binge bingeing|singe singeing|tinge tingeing|whinge whingeing|route routeing|cue cueing|queue queueing|clue clueing|glue glueing
blue blueing|eye eyeing|shoe shoeing|canoe canoeing|taxi taxies taxiing|ski skiing
worship worshipped worshipping|kidnap kidnaped kidnaping|program programed programing|focus focussed focussing focusses|bias biassed biassing
benefit benefitted benefitting|combat combatted combatting|canvas canvassed canvassing|bus bussed bussing busses|gas gassed gassing gasses
yes yeses|quiz quizzes|fez fezzes|whiz whizzes
retrofit retrofitted retrofitting|fulfil fulfill fulfills fulfilled fulfilling
enrol enroll enrolls|instal install installs|instil instill instills|distil distill distills|enthral enthrall enthralls|appal appall appalls`;

const tableOf = (lines: string): ReadonlyMap<string, readonly string[]> =>
  new Map(
    lines
      .trim()
      .split(/[|\n]/)
      .map((line) => line.split(' '))
      .map(([base = '', ...forms]) => [base, forms]),
  );

const pastsOf = tableOf(verbs);
const additionsOf = tableOf(additions);

const irregularBasesOf = new Map<string, readonly string[]>();
for (const [base, forms] of [...pastsOf, ...additionsOf])
  for (const form of forms) irregularBasesOf.set(form, [...(irregularBasesOf.get(form) ?? []), base]);

/** overthrow, underwrite, outdo, mistake, rebuild, undo, uphold: inflected like the verb within. */
const compound = /^(over|under|out|mis|re|un|inter|up|fore)(.{2,})$/;
/** These only look like compounds, or are inflected unlike them: relayed, rebounded. */
const simple = new Set('relay relaid relied relying relain relie overlay underlay rebound ream'.split(' '));

/** Past and participle of an irregular verb; null for other words. */
export const irregularPasts = (base: string): readonly string[] | null =>
  pastsOf.get(base) ?? inCompound(base, (verb) => pastsOf.get(verb));

/** What stands beside the regular forms: `child` children, `travel` travelled. */
export const addedForms = (base: string): readonly string[] => additionsOf.get(base) ?? [];

/** The words of which this is an irregular form: `lay` is one of lie. */
export const irregularBases = (form: string): readonly string[] =>
  irregularBasesOf.get(form) ?? inCompound(form, (part) => irregularBasesOf.get(part)) ?? [];

function inCompound(word: string, formsOf: (verb: string) => readonly string[] | undefined): readonly string[] | null {
  const [, prefix = '', verb = ''] = (simple.has(word) ? null : compound.exec(word)) ?? [];
  return formsOf(verb)?.map((form) => prefix + form) ?? null;
}
