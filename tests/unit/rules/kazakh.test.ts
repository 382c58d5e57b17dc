import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kazakhForms } from '../../../src/domain/rules/inflection/kazakh.ts';

const rows = (table: string): readonly (readonly string[])[] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(' '));

describe('a Kazakh word is found in its other forms', () => {
  it.each(
    rows(`
    алматы алматыда алматыдағы алматының алматыға алматыдан алматыдағылардың
    қазақстан қазақстанда қазақстанның қазақстанға қазақстандағы қазақстаннан қазақстанмен
    астана астанада астананың астанаға
    ақтау ақтауда ақтаудағы ақтаудың ақтауға
    тоқаев тоқаевтың тоқаевқа тоқаевпен
    ресей ресейдің ресейге ресейден
    путин путиннің путинге
    президент президенті президенттің президентінің президентпен
    министр министрі министрлер министрге
    министрлік министрлігі министрлігінің министрлікте
    министрлігі министрлігінің министрлігіне министрлігінде министрлігінен министрлігіндегі
    бағдарламасы бағдарламасына бағдарламасын
    полиция полицияның полициясы полициясының
    оқиға оқиғасы оқиғаның оқиғалар оқиғадан
    адам адамдар адамның адамға адамдардың
    әскер әскері әскерлер әскерлердің әскерге
    әскерлер әскер әскерге әскері
    наразылық наразылығы наразылықтарға наразылықты
    көмек көмегі көмегімен көмекке
    кітап кітабы кітаптар
    мектеп мектебі мектепте
    банк банкі банктің
    халық халқы халықтың халқының халқымыз
    ауыз аузы ауызға
    орын орны орнында орындар
    қауіп қаупі қауіпті
    апрель апрельде апрельдің
    өрт өрттің өртте өртті
    қан қанға қанды
    күш күші күштері
    сот соттың сотқа
    топ топтың тобының
    жол жолдың жолға
    ұсталды ұсталған ұсталғандар ұсталғандардың ұсталып ұсталуда ұсталады ұсталу ұсталмады ұсталмаған ұсталса
    жараланған жараланды жараланғандар жараланғандардың жараланып
    жараланды жараланған жаралану жараланбаған
    өлді өлген өлгендер өліп өледі өлу
    тапты тапқан тапқандардың тауып табады табу
    шықты шыққан шығып шығады шығу
    шығып шықты шыққан
    жарылады жарылды жарылған
    қамау қамады қамаған қамауға
    тергеу тергейді тергеп
    босату босатты босатқан босатып
    хабарлады хабарлайды хабарлаған
  `),
  )('%s', (...words) => {
    const [word = '', ...forms] = words;
    const found = kazakhForms(word);
    expect(forms.filter((form) => !found.has(form))).toEqual([]);
  });
});

describe('a Kazakh word never finds another that begins like it', () => {
  it.each(
    rows(`
    қала қалай қалам қалалық
    бала баланс баламалы
    қазақ қазақстан қазақы қазақша
    қазақстан қазақстандық қазақстандықтар
    әскер әскери әскерше
    президент президенттік
    қазақстанды қазақстандық
    көмек көмекші көмексіз
    қаза қазан қазақ қазір
    ақтау ақтаған ақтады
    алматы алматылық
    өлді өлең өлке өлім өлшем
    ел елу елбасы елші
    бас басқа баспа
    қыс қысқа қысым
    тең теңге
    қару қарады
    енді енген
    басты басқан басып
    мәлімдеді мәлімдемесін
    анықта анықтама
    ұлдар ұлы
    халық халықаралық халықы
    президент президентды президентға
    ресей ресейның ресейға
  `),
  )('%s', (...words) => {
    const [word = '', ...others] = words;
    const found = kazakhForms(word);
    expect(others.filter((other) => found.has(other))).toEqual([]);
  });
});

describe('a Russian word never finds another by Kazakh suffixes', () => {
  it.each(
    rows(`
    протест протестный протестующий
    труп трубы
    прав правда
    бан банда банды
    мор морда
    пан панда
    гену генсек генды
    блогу блокады
    ислам исламский
    катар ка
    лидер ли
    гендер ген
  `),
  )('%s', (...words) => {
    const [word = '', ...others] = words;
    const found = kazakhForms(word);
    expect(others.filter((other) => found.has(other))).toEqual([]);
  });
});

describe('the Kazakh forms of any word', () => {
  const letters = fc.constantFrom(
    ...'абгғдезиіклмнңоөпқрстуүұфшыья',
    'лар',
    'дер',
    'ды',
    'ған',
    'ыңыз',
    'нда',
    'тау',
    'ып',
  );
  const word = fc.array(letters, { maxLength: 12 }).map((parts) => parts.join(''));
  const endings = fc.constantFrom('', 'ы', 'і', 'лар', 'тердің', 'ғандар', 'уда', 'ады', 'п', 'ып', 'нікі');

  it('each begin with one of its keys', () => {
    fc.assert(
      fc.property(word, endings, fc.nat(3), (base, ending, cut) => {
        const forms = kazakhForms(base);
        const other = base.slice(0, base.length - cut) + ending;
        if (other !== base && forms.has(other)) expect(forms.keys.some((key) => other.startsWith(key))).toBe(true);
      }),
    );
  });

  it('need few keys, of at least two letters', () => {
    fc.assert(
      fc.property(fc.oneof(word, fc.string()), (base) => {
        const { keys } = kazakhForms(base);
        expect(keys.length).toBeLessThan(16);
        for (const key of keys) expect(key.length).toBeGreaterThan(1);
      }),
    );
  });

  it.each(['ғандар', 'ң', 'ылар', 'қ', 'а'])('are told apart in no time for %s twenty thousand times', (part) => {
    const long = part.repeat(20_000);
    expect(kazakhForms(long).has(`${long}ларның`)).toBe(false);
    expect(kazakhForms('ұсталды').has(`ұстал${long}`)).toBe(false);
  });
});
