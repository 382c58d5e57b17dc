import { expect, it } from 'vitest';
import { figuresIn } from '../../support/readBody.ts';

const read = (body: string) =>
  figuresIn(body).map(({ kind, min, status }) => `${kind} ${min}${status === 'stated' ? '' : ` ${status}`}`);

it.each([
  'The bodies of the last three missing people were found on Tuesday.',
  'Divers found the bodies of the five people still missing.',
  'Four missing people were found alive.',
  'Rescuers found the three missing climbers alive.',
  'Четверо пропавших найдены живыми.',
  'Нашли живыми четверых пропавших туристов.',
  'Хабарсыз кеткен төрт адам тірі табылды.',
  'Жоғалған екі бала аман-есен табылды.',
])('%s: nobody found is missing', (text) => {
  expect(read(text)).toEqual([]);
});

it.each([
  ['Four missing people have yet to be found.', ['missing 4']],
  ['Seven were missing, and two were rescued.', ['missing 7']],
  ['Three people are missing after the bodies of two were found.', ['missing 3', 'killed 2']],
  ['Двое пропавших не найдены.', ['missing 2']],
  ['Five people are still missing.', ['missing 5']],
  ['Двое погибли, 14 числятся пропавшими без вести.', ['killed 2', 'missing 14']],
  ['Пропали четверо, одного нашли.', ['missing 4']],
  ['Хабарсыз кеткен төрт адам табылған жоқ.', ['missing 4']],
])('%s: others still are', (text, figures) => {
  expect(read(text)).toEqual(figures);
});

it.each([
  ['Двое раненых скончались в больнице.', ['killed 2']],
  ['Скончались двое пострадавших.', ['killed 2']],
  ['Two of the injured died in hospital.', ['killed 2']],
  ['Two wounded soldiers died.', ['killed 2']],
  ['Two of the four missing miners were found dead.', ['killed 2']],
  ['Жараланған екі адам ауруханада қайтыс болды.', ['killed 2']],
])('%s: the injured who died, and the missing who are found dead, are killed', (text, figures) => {
  expect(read(text)).toEqual(figures);
});

it.each([
  'Ещё один пострадавший скончался.',
  'Ещё один пострадавший в ДТП под Таразом скончался.',
  'Another injured man died.',
  'Тағы бір жаралы қайтыс болды.',
])('%s: one more dead is no total, of injured or of killed', (text) => {
  expect(read(text)).toEqual([]);
});

it.each([
  ['Five people were injured and two died.', ['injured 5', 'killed 2']],
  ['Пострадали пятеро, двое скончались.', ['injured 5', 'killed 2']],
  ['One of four women wounded in the blast has died.', ['killed 1', 'injured 4']],
])('%s: other people died than were injured', (text, figures) => {
  expect(read(text)).toEqual(figures);
});

it.each([
  ['Four of the injured are in intensive care.', ['injured 4 part']],
  ['Five wounded men remain in critical condition.', ['injured 5 part']],
  ['Three of the injured were flown to Almaty.', ['injured 3 part']],
  ['Четверо пострадавших находятся в реанимации.', ['injured 4 part']],
  ['Двое раненых остаются в тяжёлом состоянии.', ['injured 2 part']],
  ['Төрт жаралы реанимацияда жатыр.', ['injured 4 part']],
  ['Двое из шести задержанных отпущены.', ['arrested 2 part']],
  ['Two of the six arrested men were released.', ['arrested 2 part']],
  ['Two of the six men were arrested.', ['arrested 2']],
  ['Четверо пострадавших доставлены в больницу.', ['injured 4']],
  ['Four injured people were taken to hospital.', ['injured 4']],
])('%s: those who are worst off are a part', (text, figures) => {
  expect(read(text)).toEqual(figures);
});

it.each([
  ['Похоронили семерых рабочих, погибших при взрыве.', ['killed 7']],
  ['Простились с четырьмя полицейскими, убитыми в пятницу.', ['killed 4']],
  ['Помощь окажут восьмерым горнякам, пострадавшим на шахте.', ['injured 8']],
  ['Семьи 14 человек, пропавших в горах, ждут.', ['missing 14']],
  ['В больнице 12 врачей, пострадавших шестеро.', ['injured 6']],
  ['Приехали 12 врачей, раненых стало 40.', ['injured 40']],
  ['Осмотрели 12 домов, пострадавших от паводка.', []],
])('%s: a participle counts the noun before it', (text, figures) => {
  expect(read(text)).toEqual(figures);
});
