import { expect, it } from 'vitest';
import { profileOf } from '../../../src/domain/stories/profile.ts';

const bridgeOf = (title: string, lang: string) => [...profileOf({ title, body: '', lang }).bridge.keys()];

const names = `
Aksu Аксу Ақсудағы
Saryagash Сарыагаше Сарыағаштағы
Osh Ошем Ошта
Atyrau Атырау Атыраудан
Almaty Алматы Алматыда
Karagandy Карагандой Қарағандының
Shymkent Шымкентом Шымкентте
Taraz Таразом Тараздан
Kulan Кулане Құланда
Kokpekty Кокпекты Көкпектідегі
Ekibastuz Экибастузе Екібастұзда
Aktobe Актобе Ақтөбедегі
Kandyagash Кандыагаше Қандыағашта
Zhanaozen Жанаозене Жаңаөзенде
Aktau Актау Ақтаудың
Uralsk Уральске Оралда
Semey Семее Семейде
Taldykorgan Талдыкоргане Талдықорғанда
Turkistan Туркестане Түркістанда
Zhezkazgan Жезказгане Жезқазғанда
Balkhash Балхаше Балқашта
Arkalyk Аркалыке Арқалықтағы
Temirtau Темиртау Теміртауда
Kazakhstan Казахстане Қазақстанда
Tajikistan Таджикистаном Тәжікстанда
Tokayev Токаевым Тоқаевтың
Akhmetov Ахметову Ахметовке
Saparov Сапаровым Сапаровты
Zhumabayeva Жумабаевой Жұмабаеваның
Kuznetsov Кузнецовым Кузнецовке
`;

const triples = names
  .trim()
  .split('\n')
  .map((line) => line.split(' '));

it.each(triples)('%s, %s and %s are one name', (english = '', russian = '', kazakh = '') => {
  const [key] = bridgeOf(`the town of ${english} was quiet`, 'en');
  expect(key).toBeDefined();
  expect(bridgeOf(`это сказал вчера в городе ${russian} он`, 'ru')).toContain(key);
  expect(bridgeOf(`бұл туралы кеше айтты ${kazakh} ол`, 'kk')).toContain(key);
});
