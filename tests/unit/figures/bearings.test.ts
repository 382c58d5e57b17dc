import { expect, it } from 'vitest';
import { figuresIn } from '../../support/readBody.ts';

const read = (body: string) =>
  figuresIn(body).map(({ kind, min, max, bound }) => `${kind} ${min}-${max ?? ''} ${bound}`);

it.each([
  'More than 100 people have been detained since Wednesday.',
  'Some 40 people have been hurt since March 5.',
  'С субботы задержаны 100 человек.',
  'С 5 марта ранены 12 человек.',
])('%s holds up to now, not for the day it begins with', (text) => {
  expect(figuresIn(text).map(({ asOf }) => asOf)).toEqual([null]);
});

it.each([
  'Curfew was lifted in Oral on Saturday, three days after riots in which seven people were killed.',
  'Schools opened on Monday, two weeks after a blast that killed 12 people.',
  'В субботу сняли режим ЧП, введённый после беспорядков, в которых погибли семь человек.',
])('%s: the day is that of what came later', (text) => {
  expect(figuresIn(text).map(({ asOf }) => asOf)).toEqual([null]);
});

it.each([
  ['Two people died on Friday, three days after the blast.', '2024-03-08'],
  ['Three hours after the attack on Friday, 12 people were dead.', '2024-03-08'],
  ['On Wednesday, two days after the blast, the toll rose to 12.', '2024-03-06'],
  ['Police said on Wednesday that 100 people had been detained.', '2024-03-06'],
  ['В среду задержаны 100 человек.', '2024-03-06'],
])('%s holds for %s', (text, day) => {
  expect(figuresIn(text).map(({ asOf }) => asOf)).toEqual([day]);
});

it.each([
  ['More than a dozen were injured.', 'injured 12- at-least'],
  ['Over a thousand people were evacuated.', 'displaced 1000- at-least'],
  ['Up to a dozen people were hurt.', 'injured 0-12 at-most'],
  ['About a hundred people were arrested.', 'arrested 100-100 about'],
  ['Более десятка человек ранены.', 'injured 10- at-least'],
  ['Оннан астам адам қаза тапты.', 'killed 10- at-least'],
  ['A dozen people died.', 'killed 12-12 about'],
])('%s reads the bound before an article: %s', (text, figure) => {
  expect(read(text)).toEqual([figure]);
});

it.each([
  'Three people killed had been counted twice.',
  'Two of the dead were listed twice.',
  'Двоих погибших посчитали дважды.',
  'Трое раненых учтены ошибочно.',
  'Қаза тапқан екі адам қате есептелген.',
])('%s counts nobody', (text) => {
  expect(read(text)).toEqual([]);
});

it.each([
  ['28 people were killed, since three had been counted twice.', ['killed 28-28 exact']],
  ['The bridge was hit twice and 12 people were killed.', ['killed 12-12 exact']],
  ['Посёлок обстреляли дважды, ранены 12 человек.', ['injured 12-12 exact']],
])('%s counts the rest', (text, expected) => {
  expect(read(text)).toEqual(expected);
});

it.each([
  'Five airliners were on the apron.',
  'Five passenger planes were delayed.',
  'Five planes were parked at the airport.',
  'На стоянке стояли пять самолётов.',
  'Перронда бес жолаушы ұшағы тұрды.',
])('%s: no aircraft are deployed', (text) => {
  expect(read(text)).toEqual([]);
});

it.each([
  ['More than 70 planes landed with troops.', 'aircraft 70- at-least'],
  ['Five military planes were on the runway.', 'aircraft 5-5 exact'],
  ['Прибыли 70 самолётов.', 'aircraft 70-70 exact'],
  ['Елге 10 ұшақ келді.', 'aircraft 10-10 exact'],
  ['Two airliners collided, killing 12 people.', 'killed 12-12 exact'],
])('%s: these are', (text, figure) => {
  expect(read(text)).toEqual([figure]);
});
