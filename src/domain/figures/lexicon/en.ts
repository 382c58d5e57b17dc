import type { LexiconSource } from './lexiconEntry.ts';

/** What the reader knows of English. */
export const english: LexiconSource = {
  triggers: [
    [
      'killed',
      'participle',
      'killed slain murdered executed massacred assassinated slaughtered gunned liquidated lynched',
    ],
    ['killed', 'participle', 'drowned electrocuted beheaded'],
    ['killed', 'active', 'killing kills kill murder murdering executing slaying slaughtering murders'],
    ['killed', 'subject', 'died dies perished perishes succumbed'],
    ['killed', 'state', 'dead deceased dying'],
    ['killed', 'noun', 'deaths fatalities bodies corpses slayings murders killings'],
    ['killed', 'event', 'massacre assassination assassinations slaying execution death murders liquidation slaughter'],
    ['killed', 'measure', 'toll losses'],
    ['injured', 'participle', 'injured wounded hurt maimed'],
    ['injured', 'active', 'injuring wounding hurting injures wounds wound injure'],
    ['injured', 'noun', 'injuries'],
    ['injured', 'event', 'injury'],
    ['arrested', 'participle', 'arrested detained captured apprehended jailed'],
    ['arrested', 'active', 'arresting detaining capturing arrests detains arrest detain'],
    ['arrested', 'noun', 'arrests detentions detainees'],
    ['missing', 'state', 'missing'],
    ['displaced', 'participle', 'displaced evacuated relocated'],
    ['displaced', 'active', 'displacing evacuating displaces evacuates'],
    ['displaced', 'state', 'homeless'],
    ['displaced', 'noun', 'evacuees'],
    ['troops', 'noun', 'troops peacekeepers'],
    ['aircraft', 'noun', 'planes aircraft airplanes helicopters warplanes jets drones airliners bombers fighters'],
    ['protesters', 'noun', 'protesters protestors demonstrators'],
    ['protesters', 'subject', 'marched rallied demonstrated protested'],
    ['protesters', 'measure', 'crowd'],
  ],
  roles: {
    be: 'was were been being are is be get got gets getting',
    aux: 'was were been being are is be get got has have had having did do does remain remained remains left leaving leave leaves lay went reported feared presumed believed found confirmed declared',
    preposition:
      'in on at from by with during after before since near into of for to over outside inside across under against between through around among amid as because due following while when where who which that along until within',
    conjunction: 'and or nor',
    contrast: 'but while whereas although though however',
    relative: 'who which that whom whose',
    adverb:
      'also still seriously critically badly severely fatally then now already only just more reportedly allegedly later subsequently otherwise slightly lightly gravely mortally brutally first immediately apparently officially being not unaccounted either both all total so far were',
    verb: 'said says say told tells stated added announced attacked opened fired exploded rescued survived escaped took taken reached wants called went came began held used released freed hit struck carried fled suffered suffers suffer sustained sustains sustain received receives facing face faces convicted lost charged sentenced fell sent treated planted blew targeted entered',
    person:
      'people persons person men man women woman children child civilians civilian officers officer soldiers soldier policemen policeman police members member others other workers students guerrillas rebels terrorists militants residents victims passengers tourists migrants villagers fans suspects suspect citizens peasants journalists miners boys girls boy girl kids teens teenagers priests leaders gunmen attackers criminals troops peacekeepers demonstrators protesters bystanders adults youths americans palestinians israelis employees marines firefighters pilots crew insurgents fighters prisoners inmates patients customers guests males females pedestrians worshippers worshipers pilgrims nurses doctors drivers guards teachers players combatants servicemen agents individuals relatives friends brothers sisters sons daughters babies infants refugees families hostages bodies deaths companions maids lieutenants sergeants colonels captains generals brothers cousins nephews nieces uncles aunts grandchildren grandsons granddaughters employees peers colleagues comrades pensioners retirees farmers builders sailors climbers hikers skiers swimmers fishermen motorists cyclists motorcyclists bikers passersby onlookers spectators shoppers diners clubgoers concertgoers parishioners monks nuns missionaries clerics imams deputies detectives paramedics rescuers medics volunteers activists editors reporters correspondents photographers lawyers judges politicians lawmakers councillors councilors diplomats ambassadors interpreters translators contractors engineers technicians loggers herders shepherds traders vendors shopkeepers smugglers traffickers pirates bandits gangsters robbers thieves hooligans rioters looters separatists jihadists extremists bombers assailants conscripts recruits reservists cadets troopers rangers commandos paratroopers sailors airmen pilots stewardesses crewmen crewmembers personnel jesuits clergymen bishops professors lecturers schoolchildren schoolgirls schoolboys pupils toddlers newborns minors juveniles relatives spouses wives husbands mothers fathers parents grandmothers grandfathers grandparents stepchildren twins strangers neighbors neighbours tenants guests foreigners locals immigrants nationals',
    thing:
      'homes houses buildings cars vehicles trucks buses jobs points counts times rounds shots bullets states nations countries cities towns villages provinces calls weapons rifles missiles bombs attacks explosions blasts incidents shootings cases charges schools hospitals churches ships boats trains games goals hits runs wickets seats votes laboratories pieces stores shops companies firms banks places areas regions neighborhoods units parts groups hotels churches stations bridges animals dogs cattle sheep horses wounds shells grenades rockets guns occasions fronts phones months items degrees parties strikes floors stories mosques bases locations sites battalions brigades wars murders suites killings murders books pages ways issues meetings questions lanes tornadoes earthquakes quakes crashes accidents fires bursts detonations machine truck bus car vehicle house home block blocks inch caliber clashes operations fish reasons names acres factories outposts posts checkpoints cartridges pistols knives grenades magazines flights daily engines',
    unit: 'year years yr yrs month months week weeks day days hour hours hr hrs minute minutes second seconds decade decades century centuries km kms kilometers kilometres kilometer kilometre mile miles mi m meters metres meter metre feet foot ft yards inches cm kg kgs kilograms pounds lb lbs tons ton tonnes magnitude percent pct degrees mph kph acres hectares am pm a.m p.m gmt utc mm grams litres liters barrels o',
    money: 'dollars dollar dlrs dlr euros pounds rubles roubles tenge usd eur bn cents francs yen pesos',
    speech:
      'said says say told tells stated states reported reports reporting announced announces added adds confirmed confirms claimed claims estimated estimates put puts acknowledged admitted according wrote writes declared disclosed indicated noted revealed detected counted',
    rise: 'rose rises rise risen climbed climbs climbing climb increased increases jumped jumps grew grown grows reached reaches stood stands revised raised raising lowered cut bringing brings brought went passed surpassed exceeded hit topped soared swelled pushing dropped fell',
    counter: 'number numbers count tally total toll strength figure figures',
    label:
      'article articles section sections paragraph art sec chapter page flight route highway interstate no number room suite channel unit block apartment apt building ward sector district precinct group game season grade boeing airbus model magnitude psalm verse figure pier gate level phase category class type zone tel phone telephone call calls called dial',
    soldier: 'soldiers servicemen marines personnel paratroopers',
    deploy:
      'deploy deployed deploying deployment send sent sending arrive arrived dispatch dispatched station stationed withdraw withdrawn withdrew airlifted transport transported reinforce reinforcements contingent mission transporting flown mobilized massed',
    future: 'will shall plans plan planned planning intends intend promised pledged expected',
    maybe:
      'could may might would if feared fears fear potentially possibly capable threatened threatens threatening risk can hypothetical unless vowed wants able trying attempted attempting designed intended simulated drill exercise fictional fiction movie film novel',
    deny: 'denied denies deny denying rejected dismissed refuted false disputed debunked',
    pronoun: 'he she they it we i you him them his her their its our',
    abbreviation:
      'mr mrs ms dr gen lt col sgt capt maj cpl pvt sen rep gov st jr sr vs etc inc ltd co corp jan feb mar apr jun jul aug sept sep oct nov dec mt ft prof rev det no art sec u s n e a p m d',
    age: 'aged age ages',
    compound:
      'hospitalized hospitalised hospital hospitals shot shooting stabbed stabbing beaten hacked burned crushed fatally lives custody unaccounted strength',
    revise: 'revised raised lowered corrected updated reduced cut',
    report:
      'report reports claim claims figure figures toll information rumour rumours rumor rumors allegation allegations estimate estimates news',
    crowd: 'gathered gather massed turned attended assembled joined rally demonstration protest march',
  },
  numbers: [
    ...'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
      .split(' ')
      .map((word, value) => ['unit', value, word] as const),
    ...'twenty thirty forty fifty sixty seventy eighty ninety'
      .split(' ')
      .map((word, index) => ['ten', 20 + 10 * index, word] as const),
    ['hundred', 100, 'hundred'],
    ['scale', 1000, 'thousand'],
    ['scale', 1_000_000, 'million mln'],
    ['scale', 1_000_000_000, 'billion'],
    ['dozen', 12, 'dozen'],
    ['half', 0.5, 'half'],
    ['vague', 3, 'several'],
    ['vague', 10, 'tens'],
    ['vague', 12, 'dozens'],
    ['vague', 20, 'scores'],
    ['vague', 100, 'hundreds'],
    ['vague', 1000, 'thousands'],
    ['vague', 1_000_000, 'millions'],
  ],
  months: [
    'january jan',
    'february feb',
    'march',
    'april apr',
    'may',
    'june jun',
    'july jul',
    'august aug',
    'september sept sep',
    'october oct',
    'november nov',
    'december dec',
  ],
  weekdays: ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'],
};
