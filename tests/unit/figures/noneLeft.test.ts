import { describe, expect, it } from 'vitest';
import { readBody, statedIn } from '../../support/readBody.ts';

it.each([
  'Зардап шеккендер туралы мәлімет жоқ.',
  'Қаза тапқандар жайлы ақпарат жоқ.',
  'Данных о погибших нет.',
  'Сведений о пострадавших пока нет.',
  'Информации о жертвах и пострадавших нет.',
  'Новостей о пропавших нет.',
  'Среди погибших детей нет.',
  'Погибших больше нет.',
  'There were no immediate reports of casualties.',
])('%s states nothing', (text) => {
  expect(statedIn(text)).toEqual([]);
});

it.each([
  ['Пропавших без вести больше нет.', ['missing 0']],
  ['Пропавших нет.', ['missing 0']],
  ['Хабарсыз кеткендер жоқ.', ['missing 0']],
  ['No one is missing any longer.', ['missing 0']],
  ['На месте погибших и пострадавших нет.', ['killed 0', 'injured 0']],
  ['Зардап шеккендер жоқ.', ['injured 0']],
  ['Бір адам әлі табылған жоқ.', ['missing 1']],
])('%s states %j', (text, figures) => {
  expect(statedIn(text)).toEqual(figures);
});

describe('when nobody is missing any longer', () => {
  it.each([
    'Three people were missing on Monday. No one is missing any longer.',
    'Трое числились пропавшими. Пропавших больше нет.',
    'Үш адам хабарсыз кетті. Енді хабарсыз кеткендер жоқ.',
  ])('%s: none is the total', (text) => {
    expect(readBody(text).totals.missing).toEqual({ min: 0, max: 0 });
  });

  it('counts those who go missing after that', () => {
    const text = 'No one was missing any longer on Monday. On Tuesday two people went missing.';
    expect(readBody(text).totals.missing?.min).toBe(2);
  });
});

it.each([
  ['Число эвакуированных сократилось до 1850 человек.', ['displaced 1850']],
  ['Число задержанных снизилось до 1990.', ['arrested 1990']],
  ['Численность протестующих уменьшилась с 2000 до 1900 человек.', ['protesters 1900']],
  ['The number of displaced fell to 1950.', ['displaced 1950']],
  ['Көшірілгендердің саны 1850-ге азайды.', ['displaced 1850']],
  ['В 1916 году погибли 300 человек.', []],
  ['В 2011 погибли 12 человек.', []],
])('%s tells a fall of a count from a year', (text, figures) => {
  expect(statedIn(text)).toEqual(figures);
});
