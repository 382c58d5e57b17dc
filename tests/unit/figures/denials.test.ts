import { expect, it } from 'vitest';
import { figuresIn } from '../../support/readBody.ts';

const read = (body: string) => figuresIn(body).map(({ kind, min, status }) => `${kind} ${min} ${status}`);

it.each([
  ['МЧС назвало недостоверными сообщения о 40 погибших.', 'killed 40'],
  ['Информация о 25 погибших не соответствует действительности, заявили в МВД.', 'killed 25'],
  ['Сообщения о 40 раненых опровергнуты.', 'injured 40'],
  ['Акимат не подтверждает сообщение о 164 погибших.', 'killed 164'],
  ['Не подтвердилась информация о 16 пропавших.', 'missing 16'],
  ['Данные о 30 задержанных не подтвердились.', 'arrested 30'],
  ['Министерство отозвало данные о 164 погибших.', 'killed 164'],
  ['The ministry withdrew the figure of 164 people killed.', 'killed 164'],
  ['Officials retracted a report that 40 people were hurt.', 'injured 40'],
  ['The company took back its claim that nine miners had died.', 'killed 9'],
  ['Reports of 40 deaths were false, the ministry said.', 'killed 40'],
  ['Reports of 40 deaths were denied by the ministry.', 'killed 40'],
  ['Police have not confirmed the deaths of 40 people.', 'killed 40'],
  ['Министрлік 40 адам қаза тапты деген ақпаратты жоққа шығарды.', 'killed 40'],
  ['40 адам қаза тапты деген ақпарат шындыққа жанаспайды.', 'killed 40'],
  ['Полиция 30 адам ұсталғанын растамады.', 'arrested 30'],
  ['30 адам жараланды деген хабар жалған.', 'injured 30'],
  ['Губернатор назвал «выдумкой» сообщения о том, что погибли 300 человек.', 'killed 300'],
  ['Министр назвал сообщения о 300 погибших ложью.', 'killed 300'],
])('%s denies %s', (text, figure) => {
  expect(read(text)).toEqual([`${figure} denied`]);
});

it.each([
  ['Seven people, not eight, were killed, the minister said.', ['killed 7 stated']],
  ['28 people were killed, the coast guard said, and not 31.', ['killed 28 stated', 'killed 31 denied']],
  ['Погибли семь, а не восемь человек.', ['killed 7 stated']],
  ['Сегіз емес, жеті адам қаза тапты.', ['killed 7 stated']],
  ['Министрлік қаза тапқандар санын нақтылады: 12 емес, 11 адам.', ['killed 11 stated']],
])('%s sets the number right', (text, figures) => {
  expect(read(text)).toEqual(figures);
});

it.each([
  [
    'The army denied reports of 40 deaths, but said 12 soldiers were wounded.',
    ['killed 40 denied', 'injured 12 stated'],
  ],
  ['МЧС опровергло сообщения о 40 погибших, заявив, что погибли 12.', ['killed 40 denied', 'killed 12 stated']],
  ['Информация о 25 погибших не подтвердилась, погибли 12 человек.', ['killed 25 denied', 'killed 12 stated']],
  [
    '12 адам қаза тапты, министрлік 40 адам жараланды деген хабарды теріске шығарды.',
    ['killed 12 stated', 'injured 40 denied'],
  ],
])('%s states what is said instead', (text, figures) => {
  expect(read(text)).toEqual(figures);
});

it.each([
  ['Russia withdrew 2,000 troops.', 'troops 2000'],
  ['Not less than 20 people were killed.', 'killed 20'],
  ['Police confirmed 40 deaths.', 'killed 40'],
  ['Police said five people were killed but would not confirm whether they were soldiers.', 'killed 5'],
  ['МВД подтвердило гибель 12 человек.', 'killed 12'],
  ['Ложное сообщение о минировании: эвакуированы 200 человек.', 'displaced 200'],
  ['Жалған ақпарат таратқан 3 адам ұсталды.', 'arrested 3'],
  ['Полиция 12 адам қаза тапқанын растады.', 'killed 12'],
])('%s denies nothing', (text, figure) => {
  expect(read(text)).toEqual([`${figure} stated`]);
});
