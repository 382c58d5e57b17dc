const setOf = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Words without forms, which are no forms of others either: function words, and names and nouns that end in -s. */
export const invariable = setOf(`
a an the i me my myself you your yours yourself yourselves he him his himself she her hers herself it its itself we us our ours ourselves
they them their theirs themselves this that these those who whom whose which what whoever whatever and or nor but if than then thus so as at by for
from in into of off on onto to with within without during until till toward towards afterward afterwards besides always perhaps sometimes indeed
not no yes ours there here hence else also only ever never even may might must can cannot could shall should will would ought very too
some any none such both either neither each every all once twice whereas unless less across versus vs mr mrs ms dr los via per plus minus
news series species physics politics economics mathematics electronics athletics gymnastics logistics aerobics genetics goods overseas indoors outdoors
reuters paris texas wales moses jesus james jones davis harris lewis thomas williams roberts adams edwards peters stevens richards matthews andrews daniels
rogers walters owens evans johns collins phillips philips simmons hopkins hawkins perkins jenkins watkins wilkins dickens robbins dixons simons gibbons
charles hughes giles jacques francis denis dennis louis nicholas douglas lucas marcus angus magnus atlas arkansas kansas honduras bahamas
cyprus athens brussels naples damascus caracas laos mars venus
beijing boeing sterling nanjing chongqing kunming wyoming goering viking hastings jennings harding golding fleming darling browning
mohammed muhammed mohamed muhamed ahmed hamed khaled javed zayed jared alfred wilfred manfred`);

/** Words that end like forms of others and are none, but have forms of their own: buses, evenings, embedded. */
export const underived = setOf(`
bus gas gps bias lens canvas alias atlas iris chaos christmas cosmos ethos pathos rhinoceros asparagus virus campus bonus census consensus status
evening morning wedding ceiling herring pudding darling duckling sibling farthing inning lightning clothing something anything nothing everything
incoming outgoing
hundred sacred kindred hatred naked wicked embed infrared biped moped crossbred imbed`);

/** Nouns and adjectives that take no -ed or -ing: with it stands another word (unit, unite; aid, aide). */
export const neverVerb = setOf(`
unit severe bath breath cloth aide her human urban past corp tim euro new lath sheath tri`);

/** Verbs whose last syllable is stressed, or a word of its own: the consonant is always doubled. */
export const doubling = setOf(`
admit commit permit submit transmit omit emit remit recommit readmit refer infer confer defer deter prefer aver inter transfer incur occur recur concur
compel expel propel repel dispel impel rebel excel control patrol extol annul regret abet beset abhor acquit allot abut rebut demur disbar debar unbar bestir
unplug unzip unwrap unban unpin unclog unstop overlap overrun overstep overtop outfit outwit outrun outbid outstrip underpin refit retrofit recap rerun reset
preset offset upset input output babysit kidnap equip format reformat humbug debug zigzag sandbag eavesdrop airdrop backdrop wiretap program handicap embed begin
sublet hobnob catnap horsewhip bootstrap leapfrog entrap enwrap befit beget forget defrag demob sidestep backstab backlog typeset nonplus transship`);

/** The c turns ck: panicked. */
export const hardened = setOf('panic mimic traffic picnic frolic politic havoc tarmac bivouac magic');

/** Verbs in -ee; the nouns take no -d: fee never finds feed. */
export const verbsInEe = setOf('agree disagree free guarantee decree referee pedigree pee tee wee filigree');
