import { expect, it } from 'vitest';
import { figuresIn } from '../../support/readBody.ts';

const speakers = (body: string, title = '') => figuresIn(body, title).map(({ attribution }) => attribution);

it.each([
  ['Өзенде алты адам қаза тапты, деп хабарлады Төтенше жағдайлар министрлігі.', 'Төтенше жағдайлар министрлігі'],
  ['Үш адам жараланды, деп мәлімдеді жұма күні Ішкі істер министрлігі.', 'Ішкі істер министрлігі'],
  ['Тасқыннан бес адам қаза тапты, деп жазды ТЖМ Telegram-арнасында.', 'ТЖМ'],
  ['Тоғыз адам жараланды, деді облыс әкімі.', 'облыс әкімі'],
  ['Ішкі істер министрлігі дүйсенбі күні жеті адам ұсталғанын хабарлады.', 'Ішкі істер министрлігі'],
  ['Атырауда полиция 14 адам ұсталғанын айтты.', 'полиция'],
  ['Прокуратура өртте екі адам қаза тапқаны туралы хабарлады.', 'Прокуратура'],
  ['Дәрігерлер 9 адам жараланды деп растады.', 'Дәрігерлер'],
  ['Полиция хабарлады: 12 адам ұсталды.', 'Полиция'],
  ['Отыз адам жараланды, деп хабарлады Түркістан облысының басқармасы.', 'Түркістан облысының басқармасы'],
  ['Министрліктің мәліметі бойынша, 10 адам қаза тапты.', 'Министрліктің'],
])('%s is the word of %s', (text, speaker) => {
  expect(speakers(text)).toEqual([speaker]);
});

it('names one speaker for all that a Kazakh sentence reports', () => {
  expect(speakers('Полиция 12 адам қаза тапты, 30 адам жараланды деп хабарлады.')).toEqual(['Полиция', 'Полиция']);
});

it.each(['Жол апатынан бес адам қаза тапты.', 'Сегіз адам қаза тапты деп хабарланды.'])('%s names nobody', (text) => {
  expect(speakers(text)).toEqual([null]);
});

it.each([
  ['Задержан 121 человек, уточнили в субботу в МВД.', 'МВД'],
  ['Задержаны 40 человек, сообщили в четверг в полиции.', 'полиции'],
  ['Погибли четыре человека, рассказали 6 марта в акимате.', 'акимате'],
  ['Погибли четыре человека, сообщило сегодня МЧС.', 'МЧС'],
  ['Ранены 12 человек, уточнили в МВД.', 'МВД'],
  ['Ранены 12 человек, заявил журналистам министр.', 'министр'],
  ['Полиция в пятницу сообщила о 12 раненых.', 'Полиция'],
])('%s passes over the day between a verb and its source', (text, speaker) => {
  expect(speakers(text)).toEqual([speaker]);
});

it.each([
  ['The road was closed, the emergencies ministry said. Two people died, it said.', 'emergencies ministry'],
  [
    'The plant burned down, the emergencies ministry said. Two people died, the ministry added.',
    'emergencies ministry',
  ],
  ['The bridge was closed, the governor said. According to him, two people died.', 'governor'],
  ['The bridge was closed, the governor said. It would stay so, he said. Two people died, he added.', 'governor'],
  ['Мост закрыт, сообщил губернатор Иванов. По его словам, погибли двое.', 'губернатор Иванов'],
  ['Мост закрыт, сообщили в МЧС. Двое погибли, уточнили в ведомстве.', 'МЧС'],
  ['Мост закрыт, сообщили в полиции. Двое погибли, добавили они.', 'полиции'],
  ['Көпір жабылды, деп хабарлады полиция. Оның айтуынша, екі адам қаза тапты.', 'полиция'],
  ['Көпір жабылды, деп хабарлады полиция. Ол екі адам қаза тапқанын айтты.', 'полиция'],
])('%s carries the one speaker of the sentence before', (text, speaker) => {
  expect(speakers(text)).toEqual([speaker]);
});

it.each([
  'Police said the road was closed and the army said it was open. Two people died, it said.',
  'The road was closed, police said.\n\nTwo people died, it said.',
  'The road was closed. Two people died, it said.',
  'The road was closed, police said. Two people died.',
  'In a later statement it said two people had died.',
])('%s carries nobody', (text) => {
  expect(speakers(text)).toEqual([null]);
});

it('says in full whom a title calls the ministry, where the text names only one', () => {
  const title = '12 killed, ministry says';
  expect(speakers('The Interior Ministry said 12 people were killed.', title)[0]).toBe('Interior Ministry');
  const two = 'The Interior Ministry said 12 people were killed. The Defence Ministry said 3 were wounded.';
  expect(speakers(two, title)[0]).toBe('ministry');
  expect(speakers('МВД сообщило о 12 задержанных.', 'Задержаны 12 человек, сообщили в министерстве')[0]).toBe('МВД');
  expect(speakers('Police said 12 people were killed.', title)[0]).toBe('ministry');
});

it('does not name a pronoun, and names an outlet that a nameless speaker told', () => {
  expect(speakers('A truck driver told a Telegram channel he had counted 15 bodies.')).toEqual(['truck driver']);
  expect(speakers('The driver, still at the wheel, told a radio station he had counted 15 bodies.')).toEqual([
    'radio station',
  ]);
  expect(speakers('The driver, still at the wheel, told reporters he had counted 15 bodies.')).toEqual([null]);
  expect(speakers('Her lawyer said three people were killed.')).toEqual(['lawyer']);
});

it.each([
  ['МЧС назвало недостоверными сообщения о 40 погибших.', 'МЧС'],
  ['МВД опровергло слухи о 30 погибших.', 'МВД'],
  ['The army denied reports of 40 deaths.', 'army'],
])('%s names %s, who denies', (text, speaker) => {
  expect(speakers(text)).toEqual([speaker]);
});
