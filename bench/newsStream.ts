import { dayMs } from '../src/domain/basics/time.ts';
import type { StoryText } from '../src/domain/stories/profile.ts';
import { type Random, randomFrom } from '../tests/support/random.ts';

/**
 * A made-up stream of news that is as hard to keep apart as news is:
 * - words and names are drawn by rank as in texts (Zipf–Mandelbrot), so that some stand in every third article, most in few;
 * - every event is of one of 200 topics with words of its own (courts, football): thousands of events are told in like words;
 * - it happens in one of 5,000 places, with people of its own, some whom all the news name, and some words of its own; every
 *   sixth is the twin of a recent one: the same place, topic and words, with other people;
 * - an event has one report or many (Pareto; six in ten have one), most within two days; later ones bring new names;
 * - one report in ten is an agency's text again, one in four is in Cyrillic letters, and so in words of its own.
 */
export interface Report {
  readonly event: number;
  readonly at: Date;
  readonly text: StoryText;
}

interface Event {
  readonly number: number;
  readonly topic: number;
  readonly place: string;
  readonly names: readonly string[];
  readonly words: readonly string[];
  readonly count: number;
}

interface Due {
  readonly event: Event;
  readonly age: number;
}

const commonWords = 60_000;
const topics = 200;
const wordsOfTopic = 1500;
const knownNames = 100_000;
const places = 5000;
const eventsADay = 1300;

export function* newsStream(seed: number): Generator<Report> {
  const chance = randomFrom(seed);
  const due = new Map<number, Due[]>();
  const recent: Event[] = [];
  for (let hour = 0, number = 0; ; hour++) {
    for (let begun = 0; begun < eventsADay / 24; begun++) {
      const twin = chance() < 1 / 6 ? recent[Math.floor(chance() * recent.length)] : undefined;
      const event = newEvent(number++, twin, chance);
      recent[event.number % 2000] = event;
      for (const each of reportsOf(event, chance)) {
        const later = due.get(hour + each.age) ?? [];
        later.push(each);
        due.set(hour + each.age, later);
      }
    }
    yield* reported(due.get(hour) ?? [], hour, chance);
    due.delete(hour);
  }
}

function* reported(reports: readonly Due[], hour: number, chance: Random): Generator<Report> {
  const last = new Map<number, StoryText>();
  for (const [index, { event, age }] of reports.entries()) {
    const earlier = last.get(event.number);
    const text = earlier !== undefined && chance() < 0.5 ? reprint(earlier) : textOf(event, age, chance);
    last.set(event.number, text);
    const at = new Date(Date.UTC(2022, 0, 1) + (hour + index / reports.length) * (dayMs / 24));
    yield { event: event.number, at, text };
  }
}

/** In hours after the event. */
function reportsOf(event: Event, chance: Random): readonly Due[] {
  const count = Math.min(400, Math.floor(0.65 / (1 - chance()) ** 0.85 + 0.35));
  return Array.from({ length: Math.max(1, count) }, (_, index) => ({
    event,
    age: index === 0 ? 0 : Math.floor(-Math.log(1 - chance()) * 30),
  }));
}

function newEvent(number: number, twin: Event | undefined, chance: Random): Event {
  const names = [0, 1, 2, 3, 4].map((each) =>
    each < 3 ? `n${ranked(knownNames, 50, chance)}` : `n${knownNames + number * 8 + each}`,
  );
  const count = 2 + Math.floor(chance() * 90);
  if (twin !== undefined) return { ...twin, number, names, count };
  const topic = ranked(topics, 10, chance);
  const words = Array.from({ length: 15 }, (_, each) =>
    each < 9 ? `t${topic}:${Math.floor(chance() * wordsOfTopic)}` : `w${Math.floor(chance() * commonWords)}`,
  );
  return { number, topic, place: `p${ranked(places, 30, chance)}`, names, words, count };
}

/** A rank below `many`, drawn by Zipf–Mandelbrot: as likely as 1 / (rank + shift). */
const ranked = (many: number, shift: number, chance: Random): number =>
  Math.floor(shift * (many / shift + 1) ** chance() - shift);

function textOf(event: Event, age: number, chance: Random): StoryText {
  const isRussian = chance() < 0.25;
  const length = 60 + Math.floor(200 * Math.exp(chance() + chance() - 1));
  const words = (many: number, ofEvent: number, ofGrammar: number): string =>
    Array.from({ length: many }, () => {
      if (chance() < ofGrammar) return pick(isRussian ? grammar.ru : grammar.en, chance);
      const word = spelled(wordOf(event, age, chance, ofEvent));
      return isRussian ? cyrillic(word) : word;
    }).join(' ');
  const sentences = Array.from({ length: Math.ceil(length / 20) }, () => words(20, 0.13, 0.4));
  return { title: words(9, 0.35, 0.15), body: `${sentences.join('. ')}.`, lang: isRussian ? 'ru' : 'en' };
}

const grammar = {
  en: 'the of and to in a for on that was with by at from as were has an it after'.split(' '),
  ru: 'и в на что с по для не из к от за о это как был после до также его'.split(' '),
};

const pick = <T>(all: readonly T[], chance: Random): T => all[Math.floor(chance() * all.length)] as T;

/** Of the event, of its topic, a name in passing, or a word of no news in particular. */
function wordOf(event: Event, age: number, chance: Random, ofEvent: number): string {
  const from = chance();
  if (from < ofEvent) return eventWord(event, age, chance);
  if (from < ofEvent + 0.25) return `t${event.topic}:${ranked(wordsOfTopic, 10, chance)}`;
  if (from < ofEvent + 0.32) return `n${ranked(knownNames, 20, chance)}`;
  return `w${ranked(commonWords, 10, chance)}`;
}

function eventWord({ number, place, names, words, count }: Event, age: number, chance: Random): string {
  const from = chance();
  if (from < 0.2) return place;
  if (from < 0.25) return `#${count + Math.floor(age / 12)}`;
  if (from < 0.6) return pick(names, chance);
  if (from < 0.7) return `n${knownNames + number * 8 + 6 + Math.floor(age / 24)}`;
  return pick(words, chance);
}

const syllables = 'ba de ki lo mu na pe ri so tu va ze gor lin mak sten dar hol ner vik'.split(' ');
const endings = ['', '', '', 's', 'ed', 'ing', 'er'];
const spellings = new Map<string, string>();

/** A word of syllables for a key; places and names with a capital, numbers in digits. */
function spelled(key: string): string {
  if (key.startsWith('#')) return key.slice(1);
  const known = spellings.get(key);
  if (known !== undefined) return known;
  const isName = key.startsWith('n') || key.startsWith('p');
  let number = Number(key.replace(/\D/g, '')) * 9 + key.charCodeAt(0) * 31;
  let word = '';
  for (; number > 0 || word === ''; number = Math.floor(number / syllables.length))
    word += syllables[number % syllables.length];
  const whole = isName ? (word[0] ?? '').toUpperCase() + word.slice(1) : word + endings[word.length % endings.length];
  spellings.set(key, whole);
  return whole;
}

const letters = new Map(
  [...'abdeghiklmnoprstuvz'].map((letter, index) => [letter, [...'абдегхиклмнопрстувз'][index] ?? letter]),
);

const cyrillic = (word: string): string =>
  [...word]
    .map((letter) => {
      const other = letters.get(letter.toLowerCase()) ?? letter;
      return letter === letter.toLowerCase() ? other : other.toUpperCase();
    })
    .join('');

const reprint = ({ title, body, lang }: StoryText): StoryText => ({ title: `${title} (Wire)`, body, lang });
