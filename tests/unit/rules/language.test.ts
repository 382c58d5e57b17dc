import { expect, it } from 'vitest';
import { languageOf } from '../../../src/domain/languages/language.ts';

it('takes the publisher at its word for Russian and Kazakh, in any region', () => {
  expect(languageOf('Өрт шықты', 'ru-KZ')).toBe('ru');
  expect(languageOf('В Астане', 'KK')).toBe('kk');
});

it('goes by the letters otherwise, even where a feed of everything calls itself English', () => {
  expect(languageOf('Пожар потушен', null)).toBe('ru');
  expect(languageOf('Ауылда өрт шықты', 'en')).toBe('kk');
  expect(languageOf('The fire is out', 'fr')).toBe('en');
  expect(languageOf('', null)).toBe('en');
});

it('takes no Russian text with a Kazakh name in it, and no Ukrainian one, for Kazakh', () => {
  expect(
    languageOf('Премьер-министр Әлихан Смаилов рассказал на заседании о мерах поддержки малого бизнеса', null),
  ).toBe('ru');
  expect(languageOf('Київ і Львів домовились про спільні навчання', 'uk')).toBe('ru');
});
