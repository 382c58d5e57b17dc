import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { englishForms } from '../../../src/domain/rules/inflection/english.ts';

const rows = (table: string): readonly (readonly string[])[] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(' '));

describe('an English word is found in its other forms', () => {
  it.each(
    rows(`
    arrest arrests arrested arresting
    arrested arrest arrests arresting
    troops troop
    riots riot rioted rioting
    casualty casualties
    casualties casualty
    injuries injury
    deployed deploy deploys deploying
    died die dies dying
    lying lie lies lay lain
    tied tie ties tying
    flee flees fled fleeing
    agreed agree agrees agreeing
    dye dyes dyed dyeing
    singe singed singeing
    stopped stop stops stopping
    hoping hope hopes hoped
    hopped hop hops hopping
    planned plan plans planning
    seize seizes seized seizing
    argue argued arguing
    visited visit visits visiting
    created create creates creating
    settled settle settles settling
    admit admits admitted admitting
    refer referred referring
    control controlled controlling
    quiz quizzes quizzed
    travel travelled traveled travelling traveling
    travelled travel traveled travels
    traveled travel travelled
    cancel cancelled canceled
    label labelled labeled
    kidnap kidnapped kidnaped
    worship worshipped worshiped
    focus focused focussed focuses
    panic panics panicked panicking
    panicked panic panicking
    shoot shoots shot shooting
    shot shoot shooting shots
    shootings shooting
    killing kill killed killings
    fight fought
    struck strike strikes striking stricken
    beaten beat beats beating
    bled bleed bleeding
    overthrown overthrow overthrew overthrows overthrowing
    withdrew withdraw withdrawn
    undergo undergoes underwent undergone
    overcame overcome
    mistook mistake mistaken
    rebuilt rebuild rebuilding
    misled mislead
    wounded wound wounds wounding
    child children
    men man
    policewoman policewomen
    spokesmen spokesman
    spokesperson spokespeople
    person people persons
    foot feet
    teeth tooth
    mice mouse
    knives knife
    wolf wolves
    halves half
    leaf leaves
    leaves leave left leaving
    life lives
    thieves thief
    crisis crises
    crises crisis
    bases base basis
    hypothesis hypotheses
    phenomena phenomenon
    media medium
    criterion criteria
    nuclei nucleus
    fungi fungus
    indices index
    referendum referendums referenda
    embargoes embargo
    heroes hero
    vetoed veto vetoes
    buses bus
    gas gases
    virus viruses
    viruses virus
    clash clashes clashed
    axes axe axis
    mp mps
    ngos ngo
    saudis saudi
    was is are were been being be
    did do does done doing
    went go goes gone going
  `),
  )('%s', (...words) => {
    const [word = '', ...forms] = words;
    expect(forms.filter((form) => !englishForms(word).includes(form))).toEqual([]);
  });
});

describe('an English word never finds another that looks like its form', () => {
  it.each(
    rows(`
    news new
    new news
    university universe
    protest protester
    govern government
    during dure
    bed be
    wing we win
    winning wine
    wining win
    red re
    king k
    spring spr
    evening even
    even evening
    unit united uniting
    units united unite
    united unit units
    aid aide
    fee feed fed
    feed fee
    need nee
    us use u
    use us
    his hi
    this thi
    as a
    its it
    it its
    species specie
    series serie
    plus plu
    economics economic
    economic economics
    paris par
    texas texa
    reuters reuter
    moses mose
    beijing beij
    boeing boe
    sterling sterl
    mohammed mohamm
    williams william
    philips philip
    hop hope hoped hoping
    hope hop hopped hopping
    hoping hop
    planed plan planned
    plan plane planed
    rat rate rated
    rated rat
    star stare stared staring
    stared star
    bared bar
    filing fill
    target targetted
    limit limitted
    offer offerred
    wound wind
    ground grind
    fell feel
    relies relay
    big bigger biggest
    quick quickly
    arrested arresteds
    riots riotses
  `),
  )('%s', (...words) => {
    const [word = '', ...others] = words;
    expect(others.filter((other) => englishForms(word).includes(other))).toEqual([]);
  });
});

const regular = `attack protest riot kill strike deploy injure wound arrest detain seize evacuate storm loot burn explode bomb clash
  casualty emergency city army convoy hostage refugee embargo veto stop ban plan rob quit admit refer occur control patrol travel cancel signal fuel
  panic traffic focus virus bus gas process witness crash torch box tax buzz analysis crisis policeman spokesperson free agree hero die tie dye argue`;

describe('the forms of a word', () => {
  it.each('news series species us this his paris reuters physics'.split(' '))(
    '%s is found as it is and in no other form',
    (word) => {
      expect(englishForms(word)).toEqual([word]);
    },
  );

  it.each(regular.split(/\s+/))('%s is found from each of its forms', (base) => {
    const without = englishForms(base).filter((form) => !englishForms(form).includes(base));
    expect(without).toEqual([]);
  });

  it('begin with the word itself, each once, and are few, whatever the letters', () => {
    const letters = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz', 'ed', 'ing', 'ies', 'ses', 'men', 'over');
    const word = fc.array(letters, { minLength: 1, maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(word, (any) => {
        const forms = englishForms(any);
        expect(forms[0]).toBe(any);
        expect(new Set(forms).size).toBe(forms.length);
        expect(forms.length).toBeLessThan(40);
        for (const form of forms) expect(form).toMatch(/^[a-z]+$/);
      }),
    );
  });

  it.each(['s', 'y', 'ed', 'ing', 'over', 'ayl'])(
    'are worked out in no time for %s a hundred thousand times',
    (part) => {
      expect(englishForms(part.repeat(100_000)).length).toBeLessThan(40);
    },
  );
});
