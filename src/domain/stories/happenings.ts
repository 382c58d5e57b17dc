import { stemOf } from '../rules/inflection/stems.ts';
import { caseless } from './kazakhCases.ts';

/** What happens in the news, a line each: words for it in English, Russian and Kazakh. The first stands for all. */
const table = `
blast blasts explosion explosions exploded взрыв взрыва взрывом взорвался жарылыс жарылған
quake quakes earthquake earthquakes землетрясение землетрясения зілзала зілзаласы сілкінісі
flood floods flooding flooded наводнение наводнения паводок паводка затопило тасқын тасқыны
dam dams плотина плотины бөгет бөгеті
fire blaze wildfire пожар пожара пожары өрт өрті
crash crashed collision collided дтп авария аварии столкнулся столкнулись столкновение апат апаты соқтығысты
bus minibus автобус автобуса микроавтобус автобусы
train trains поезд поезда пойыз пойызы
plane airliner самолёт самолет самолёта ұшақ ұшағы
riot riots rioting clashes unrest беспорядки беспорядков тәртіпсіздік тәртіпсіздіктер
protest protests protesters протест протесты протестующие наразылық наразылығы
shooting shootings gunman gunmen стрельба стрельбы стрельбе стрелок атыс атысы
attack attacks attackers нападение нападения нападавшие шабуыл шабуылы
avalanche avalanches лавина лавины көшкін көшкіні
plant factory завод завода зауыт зауыты
mine miners шахта шахты шахтёры шахтеры шахтерлер кенші кеншілер
airport аэропорт аэропорта әуежай әуежайы
market рынок рынка базар базары
peacekeepers миротворцы миротворцев бітімгерлер бітімгерлері
`;

const happenings: ReadonlyMap<string, string> = new Map(
  table
    .trim()
    .split('\n')
    .flatMap((line) => {
      const words = line.split(' ');
      return words.flatMap((word) =>
        [stemOf(word) ?? word, caseless(word)].map((stem) => [stem, words[0] ?? ''] as const),
      );
    }),
);

/** What kind of event a stem names, or null. */
export const happeningNamed = (stem: string): string | null => happenings.get(stem) ?? null;
