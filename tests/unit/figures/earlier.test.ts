import { expect, it } from 'vitest';
import { statedIn } from '../../support/readBody.ts';

it.each([
  ['Police said seven people died, after earlier giving a toll of eight.', ['killed 7']],
  ['After earlier giving a toll of eight, police said seven people had died.', ['killed 7']],
  ['Seven people were killed, police said. They had earlier said eight people were killed.', ['killed 7']],
  ['Seven people were hurt, fewer than an earlier figure of eight injured.', ['injured 7']],
  ['Погибли семь человек. Ранее сообщалось о восьми погибших.', ['killed 7']],
  ['Жеті адам қаза тапты. Бұған дейін сегіз адам қаза тапты деп хабарланған.', ['killed 7']],
])('%s: the later count replaces the earlier', (text, figures) => {
  expect(statedIn(text)).toEqual(figures);
});

it.each([
  ['Ранее сообщалось о восьми погибших.', ['killed 8']],
  ['Police said earlier on Friday that eight people were killed.', ['killed 8']],
  ['Police had earlier said eight people were killed.', ['killed 8']],
  ['Бұған дейін сегіз адам қаза тапты деп хабарланған.', ['killed 8']],
  ['Forty people were injured. Earlier on Friday 12 were arrested.', ['injured 40', 'arrested 12']],
])('%s: no other count replaces it', (text, figures) => {
  expect(statedIn(text)).toEqual(figures);
});

it.each([
  'It was the deadliest quake since 1990, when 40 people were killed.',
  'A 1911 quake killed 452 people in the same valley.',
  'The 2006 blast killed 12 miners.',
  'Ровно 10 лет назад здесь погиб 31 человек.',
  'Год назад на шахте погибли 12 горняков.',
  '10 жыл бұрын осы шахтада 31 адам қаза тапты.',
])('%s is background', (text) => {
  expect(statedIn(text)).toEqual([]);
});

it.each([
  ['Два дня назад погибли 12 человек.', ['killed 12']],
  ['Death toll up to 6, police say', ['killed 6']],
  ['The toll is now up to 14.', ['killed 14']],
  ['Up to 6 people were killed.', ['killed 0']],
  ['Some 212 people were being treated for injuries.', ['injured 212']],
  ['Без крова остались около 2 тысяч человек.', ['displaced 2000']],
  ['Тасқыннан 40 тұрғын баспанасыз қалды.', ['displaced 40']],
  ['Подозреваемый задержан, изъяты карабин и 40 патронов.', []],
  ['A suspect was arrested with 40 cartridges.', []],
])('%s is of today: %j', (text, figures) => {
  expect(statedIn(text)).toEqual(figures);
});
