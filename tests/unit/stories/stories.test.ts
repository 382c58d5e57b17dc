import { describe, expect, it } from 'vitest';
import { statedFigures } from '../../../src/domain/figures/reading.ts';
import { ArticleStream } from '../../../src/domain/stories/articleStream.ts';
import { shapeOf } from '../../../src/domain/stories/storyDesk.ts';

interface Report {
  readonly title: string;
  readonly body: string;
  readonly lang?: string;
  readonly on?: string;
}

/** The story of each report, in order. */
function storiesOf(reports: readonly Report[], stream = new ArticleStream()): readonly number[] {
  return reports.map(({ title, body, lang, on }) => {
    const text = { title, body, lang: lang ?? null };
    const shape = shapeOf(text, statedFigures({ ...text, publishedISO: on ?? null }));
    return stream.place(shape, on === undefined ? null : new Date(on)).storyId;
  });
}

const ferry: Report = {
  title: 'Ferry with 212 aboard sinks off Marindu island',
  body: 'A ferry carrying 212 people sank in a storm off the island of Marindu late on Tuesday, the coast guard said. At least 17 bodies had been found by morning. The vessel, the Santa Orela, left Port Caldis overloaded, survivors told Radio Caldis.',
  on: '2024-05-08T06:00:00Z',
};
const ferryInOtherWords: Report = {
  title: 'Rescuers search for survivors of Santa Orela',
  body: 'Helicopters and fishing boats were looking for passengers of the Santa Orela, which went down near Marindu with more than 200 people on board. The ferry had set out from Port Caldis in heavy weather, and the coast guard put the dead at 17.',
  on: '2024-05-08T09:00:00Z',
};
const ferryDaysLater: Report = {
  title: 'Captain of Santa Orela arrested',
  body: 'Police in Port Caldis arrested the captain of the Santa Orela, the ferry that sank off Marindu on Tuesday. Prosecutors accuse Ilario Benz of letting too many passengers on board. The coast guard has ended its search.',
  on: '2024-05-12T15:00:00Z',
};
const strike: Report = {
  title: 'Teachers walk out over pay in Velmora',
  body: 'Schools across Velmora stayed shut on Wednesday as teachers began a strike for higher pay. Union leader Dora Kesten said talks with the education minister had failed.',
  on: '2024-05-08T10:00:00Z',
};

describe('one story', () => {
  it('is the same event in other words', () => {
    expect(storiesOf([ferry, strike, ferryInOtherWords])).toEqual([1, 2, 1]);
  });

  it('takes follow-ups over days', () => {
    expect(storiesOf([ferry, ferryInOtherWords, strike, ferryDaysLater])).toEqual([1, 1, 2, 1]);
  });

  it('takes the same agency text from another outlet, and counts it once', () => {
    const stream = new ArticleStream();
    storiesOf([ferry], stream);
    const reprint = shapeOf({ ...ferry, title: 'Dozens feared lost as Santa Orela goes down off Marindu', lang: null });
    expect(stream.place(reprint, new Date('2024-05-08T08:00:00Z'))).toEqual({ storyId: 1, role: 'copy' });
  });

  it('takes the verdict after ten weeks by the full names that no other story has', () => {
    const crash: Report = {
      title: 'Two die as bus leaves road near Tarkin',
      body: 'A bus left the road near Tarkin on Monday. Police named the driver as Ilario Benz and the dead as Dora Kesten and Pavel Ibarra.',
      on: '2024-01-08T09:00:00Z',
    };
    const verdict = (names: string): Report => ({
      title: 'Driver jailed over bus crash near Tarkin',
      body: `A court has jailed ${names} by driving a bus off the road near Tarkin.`,
      on: '2024-03-18T09:00:00Z',
    });
    expect(
      storiesOf([crash, strike, verdict('Ilario Benz for causing the deaths of Dora Kesten and Pavel Ibarra')]),
    ).toEqual([1, 2, 1]);
    expect(storiesOf([crash, strike, verdict('the driver for causing the deaths of two passengers')])).toEqual([
      1, 2, 3,
    ]);
  });

  it('takes articles without dates by their words alone', () => {
    const { on: _, ...undatedFerry } = ferry;
    const { on: __, ...undatedOther } = ferryInOtherWords;
    expect(storiesOf([undatedFerry, undatedOther])).toEqual([1, 1]);
  });
});

describe('languages meet through names, places and numbers', () => {
  const english: Report = {
    title: 'Blast at Ekibastuz power station kills 6',
    body: 'Six people were killed and 14 injured when a boiler exploded at a power station in Ekibastuz, Kazakhstan, on Monday. President Kassym-Jomart Tokayev ordered an inquiry led by minister Almassadam Satkaliyev.',
    on: '2024-02-12T08:00:00Z',
  };
  const russian: Report = {
    title: 'Взрыв на электростанции в Экибастузе: 6 погибших, 14 раненых',
    body: 'На электростанции в Экибастузе взорвался котёл, погибли 6 человек, ещё 14 ранены. Президент Касым-Жомарт Токаев поручил министру Алмасадаму Саткалиеву расследовать причины.',
    on: '2024-02-12T08:40:00Z',
  };
  const kazakh: Report = {
    title: 'Екібастұздағы электр стансасында жарылыс болды',
    body: 'Павлодар облысындағы Екібастұз қаласында қазандық жарылып, 6 адам қаза тапты, 14 адам жараланды. Президент Қасым-Жомарт Тоқаев министр Алмасадам Сәтқалиевке тергеуді тапсырды.',
    on: '2024-02-12T09:30:00Z',
  };
  const otherRussian: Report = {
    title: 'Токаев принял посла Японии',
    body: 'Президент Касым-Жомарт Токаев принял в Астане посла Японии. Стороны обсудили торговлю и новые авиарейсы в Токио.',
    on: '2024-02-12T10:00:00Z',
  };

  it('English, Russian and Kazakh reports of one event', () => {
    expect(storiesOf([english, strike, russian, kazakh])).toEqual([1, 2, 1, 1]);
  });

  it('of one explosion, by its only place and the kind of event', () => {
    const reports: readonly Report[] = [
      {
        title: 'Explosion at smelter in Aksu injures 11',
        body: 'Eleven workers were taken to hospital after an explosion at a plant in Aksu on Friday, the owner said.',
        on: '2024-02-12T06:00:00Z',
      },
      {
        title: 'Взрыв на заводе в Аксу: пострадали 18 рабочих',
        body: 'В больницу доставили 18 человек, сообщили спасатели.',
        on: '2024-02-12T07:10:00Z',
      },
      {
        title: 'Ақсудағы зауытта жарылыс болды',
        body: 'Төрт адам қаза тапты, деп хабарлады құтқарушылар.',
        on: '2024-02-12T09:00:00Z',
      },
    ];
    expect(storiesOf(reports)).toEqual([1, 1, 1]);
  });

  it('but one kind of event in two towns is two events', () => {
    const reports: readonly Report[] = [
      {
        title: 'Explosion at smelter in Aksu injures 11',
        body: 'Eleven workers were taken to hospital after an explosion at a plant in Aksu on Friday, the owner said.',
        on: '2024-02-12T06:00:00Z',
      },
      {
        title: 'Взрыв на заводе в Темиртау: пострадали 11 рабочих',
        body: 'В больницу доставили 11 человек, сообщили спасатели.',
        on: '2024-02-12T07:10:00Z',
      },
    ];
    expect(storiesOf(reports)).toEqual([1, 2]);
  });

  it('though the language tells the story already, by a place and a figure', () => {
    const reports: readonly Report[] = [
      {
        title: 'Clashes at market in Saryagash, 30 arrested',
        body: 'Police arrested 30 people after clashes at a market in Saryagash.',
        on: '2024-09-14T18:00:00Z',
      },
      {
        title: 'Беспорядки в Сарыагаше: задержаны 47 человек',
        body: 'Рынок закрыт, сообщили в полиции.',
        on: '2024-09-15T03:00:00Z',
      },
      {
        title: 'Activists say 25 shot dead in Saryagash',
        body: 'A rights group said police killed 25 people in Saryagash. The ministry denied it.',
        on: '2024-09-15T07:00:00Z',
      },
      {
        title: 'Сарыагаш: 25 погибших',
        body: 'Правозащитники заявили, что в Сарыагаше погибли 25 человек.',
        on: '2024-09-15T08:30:00Z',
      },
    ];
    expect(storiesOf(reports)).toEqual([1, 1, 1, 1]);
  });

  it('but one president in common is no event in common', () => {
    expect(storiesOf([english, otherRussian])).toEqual([1, 2]);
  });
});

describe('two stories', () => {
  const quake = (town: string, size: string, day: string, dead: number): Report => ({
    title: `Earthquake of magnitude ${size} hits ${town} in Sarvan province`,
    body: `An earthquake of magnitude ${size} struck near ${town} in the north of Sarvan province on ${day}, killing ${dead} people and destroying houses, officials said. Rescue teams from the capital were on their way to ${town}.`,
    on: `${day}T12:00:00Z`,
  });

  it('are two quakes in one province in one month', () => {
    const [first, second] = [quake('Bendarak', '6.4', '2024-03-02', 41), quake('Osmanli', '5.7', '2024-03-19', 9)];
    expect(storiesOf([first, second])).toEqual([1, 2]);
  });

  it('are one bulletin of two towns, word for word', () => {
    const forecast = (town: string): Report => ({
      title: `Weather in ${town}`,
      body: `Cloudy with sunny spells is what forecasters in the region expect for this afternoon; temperatures stay mild, a light wind blows from the west, and showers may follow towards the evening. Residents of ${town} should keep an umbrella at hand.`,
    });
    expect(storiesOf([forecast('Bendarak'), forecast('Osmanli')])).toEqual([1, 2]);
  });

  it('are two towns in headlines of one day, for all that the day is in both', () => {
    const forecast = (town: string, words: string): Report => ({
      title: `Weather in ${town} on 17 May`,
      body: `Forecasters expect a mild day in ${town} on 17 May, ${words}, with a light wind from the west.`,
      on: '2024-05-17T04:00:00Z',
    });
    const [one, other] = [
      forecast('Bendarak', 'cloudy at first and then sunny'),
      forecast('Osmanli', 'sunny, then cloudy'),
    ];
    expect(storiesOf([one, other])).toEqual([1, 2]);
  });

  it('are two events under the boilerplate of one page', () => {
    const boilerplate =
      'Sign in using your Courier profile. We have sent a confirmation email to your address. Please check your email and click on the link to activate your account. By submitting your registration you agree to our Privacy Policy.';
    const reports = [
      { ...strike, body: `${boilerplate} ${strike.body}` },
      {
        title: 'Bakery burns down in Velmora',
        body: `${boilerplate} Firefighters fought a blaze at a bakery in Velmora all night. Nobody was hurt.`,
        on: '2024-05-08T12:00:00Z',
      },
    ];
    expect(storiesOf(reports)).toEqual([1, 2]);
  });

  it('are two bus accidents of one day, when the second has other places and figures', () => {
    const reports: readonly Report[] = [
      {
        title: 'Bus overturns on highway in southern Kazakhstan, seven dead',
        body: 'A passenger bus overturned on the Taraz-Shymkent highway early on Thursday, killing seven people and injuring 19, the Zhambyl regional police said. It left the road near the village of Kulan.',
        on: '2023-06-08T03:20:00Z',
      },
      {
        title: 'Three killed as minibus hits truck near Aktobe',
        body: 'Three people died and five were injured when a minibus collided with a truck on the Aktobe-Kandyagash highway in western Kazakhstan on Thursday, the Aktobe regional police said.',
        on: '2023-06-08T11:00:00Z',
      },
    ];
    expect(storiesOf(reports)).toEqual([1, 2]);
  });

  it('are two quakes, whichever language tells the second', () => {
    const first = quake('Bendarak', '6.4', '2024-03-02', 41);
    const second: Report = {
      title: 'Землетрясение магнитудой 5,7 произошло у города Османлы',
      body: 'Землетрясение магнитудой 5,7 произошло у города Османлы в провинции Сарван, погибли 9 человек.',
      on: '2024-03-19T12:00:00Z',
    };
    expect(storiesOf([first, second])).toEqual([1, 2]);
  });

  it('are the same words long after', () => {
    expect(storiesOf([ferry, { ...ferryInOtherWords, on: '2024-11-20T00:00:00Z' }])).toEqual([1, 2]);
  });
});
