import type { Language } from '../languages/language.ts';

/** Words that every article has: grammar, the calendar, and how news are told. They tie no two articles together. */
const lists: Readonly<Record<Language, string>> = {
  en: `
    a an the and or but if of to in on at by for from with as is are was were be been being it its this that
    these those he she they we you i his her their our your my him them us who whom which what when where why
    how not no nor so than then too very can could will would shall should may might must do does did done have
    has had having about after before into over under again more most other some such only own same up down out
    off above below between during through there here also just said say says told tell according new one two
    first last year years day days people time news report reported monday tuesday wednesday thursday friday
    saturday sunday january february march april june july august september october november december`,
  ru: `
    и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по ее мне было вот от меня еще
    нет о из ему когда даже ну ли если уже или ни быть был него до вас уж вам ведь там потом себя ничего ей
    может они тут где есть надо ней для мы тебя их чем была сам чтоб без будто чего раз тоже себе под будет ж
    тогда кто этот того потому этого какой ним здесь этом один почти мой тем чтобы нее были куда зачем всех при
    об хоть после над больше тот через эти нас про всего них какая много эту моя свою этой перед лучше чуть том
    такой им более всю между это также который которые которая которой которого которых сообщает сообщил
    сообщили сообщила заявил заявила словам рассказал год года году лет день дня время человек людей новости`,
  kk: `
    және мен бен пен үшін бұл осы сол ол мұнда еді екен болды болған болып деп деді дейді дейін туралы бойынша
    кейін бұрын қарай сияқты тағы да де ме бірақ немесе егер барлық әр өз өзі оның олар біз сіз мені сені бар
    жоқ емес керек мүмкін жыл жылы жылғы күн күні адам жаңалықтар хабарлады хабарлайды айтты мәлімдеді`,
};

const listed = (language: Language): ReadonlySet<string> => new Set(lists[language].trim().split(/\s+/));

/** Folded words. */
export const stopWords: Readonly<Record<Language, ReadonlySet<string>>> = {
  en: listed('en'),
  ru: listed('ru'),
  kk: new Set([...listed('kk'), ...listed('ru')]),
};
