import type { Language } from '../languages/language.ts';
import { type Fading, fading, longerWithNames } from './fading.ts';
import { agreement, type Headlined, isName } from './headlines.ts';
import { isFigure, isFullName, isHappening, type Profile } from './profile.ts';
import { neededFor } from './tie.ts';
import { TopFew } from './topFew.ts';
import { type Chapter, type Question, VectorSpace } from './vectorSpace.ts';
import type { Member } from './vectors.ts';

/** An article is of the likeliest story, if it is at least this like it. */
const sameStory = 0.14;

/** One word in common, be it the name of a city, makes no story; only a bare headline may have no more than that. */
const fewestShared = 2;
const bareHeadline = 10;

/** A headline alone has few words to share with anything; with so many words, what it shares counts double. */
const shortText = 10;

/** The parts of the nearest article (against the whole story), and of names, places and numbers (against all words). */
const nearestPart = 0.18;
const bridgePart = 0.2;
const fewestKeys = 3;

/** Two events of one kind in one week: other names in the headline and other figures. */
const twinEvent = 0.43;
const fewestFigures = 2;

/** A copy's headline may differ, but not name another event. */
const copyAgreement = 0.75;

/** A story is what its last articles say: it drifts with them, and its size is bounded. */
const liveMembers = 64;

/** Stories looked at, and the likeliest of them by the sum of their articles, which are read article by article. */
const candidatesRead = 30;
const closelyRead = 6;

/** Of stories with very many words fewer are looked at, and what is half as like as the likeliest is not read. */
const mostTermsRead = 12_000;
const worthReading = 0.5;

/** Different words and keys that may live in a space, whatever a stream brings: what they are numbered and listed with is finite. */
const mostTerms = 3_000_000;

export interface StoryLimits {
  readonly maxStories: number;
  readonly maxArticles: number;
  /** A story that was silent for so long takes no more articles, but such as share full names with it. */
  readonly maxSilenceDays: number;
}

export const storyLimits: StoryLimits = { maxStories: 50_000, maxArticles: 200_000, maxSilenceDays: 60 };

/** A story that was silent for longer takes no article any more, whatever the names in it. */
export const mostSilentDays = storyLimits.maxSilenceDays * longerWithNames;

type Space = Language | 'bridge';

interface Story {
  readonly id: number;
  readonly chapters: Map<Space, Chapter>;
  readonly articles: LiveArticle[];
  lastAt: number | null;
}

/** An article as it stands in the spaces, to be compared with and to be taken out of them again. */
interface LiveArticle extends Headlined {
  readonly language: Language;
  readonly bridge: Member;
}

/** A story whose articles are worth reading one by one. */
interface Promising {
  readonly storyId: number;
  readonly story: Story;
  readonly chapter: Chapter;
  readonly toAll: number;
  readonly faded: Fading;
  readonly rough: number;
}

interface Likeness {
  readonly storyId: number;
  /** How many times what it takes to be of the story. */
  readonly margin: number;
}

/** Places articles into stories, each before the next one is read (one pass, no look back). */
export class StoryIndex {
  readonly #spaces: Readonly<Record<Space, VectorSpace>> = {
    en: new VectorSpace(),
    ru: new VectorSpace(),
    kk: new VectorSpace(),
    bridge: new VectorSpace(),
  };
  readonly #stories = new Map<number, Story>();
  readonly #limits: StoryLimits;
  #articles = 0;

  constructor(limits: StoryLimits = storyLimits) {
    this.#limits = limits;
  }

  /** The story that the article belongs to; null: it opens one. Changes nothing. */
  find(profile: Profile, at: Date | null): number | null {
    const bridge = this.#spaces.bridge.ask(profile.bridge);
    const likenesses = [...this.#inOwnLanguage(profile, bridge, at), ...this.#byNames(profile, bridge, at)];
    const [best] = likenesses.sort((a, b) => b.margin - a.margin || b.storyId - a.storyId);
    return best === undefined || best.margin < 1 ? null : best.storyId;
  }

  /** Adds an article to a story, whether `find` chose it or the store says so. */
  add(storyId: number, profile: Profile, at: Date | null): void {
    const story = this.#storyOf(storyId);
    story.articles.push(this.#enter(story, profile));
    if (at !== null) story.lastAt = Math.max(story.lastAt ?? 0, at.getTime());
    this.#articles++;
    if (story.articles.length > liveMembers) this.#drop(story, 0);
    this.#keepWithinLimits();
  }

  /** An agency's text in one more outlet: the story goes on, but is told no better. */
  touch(storyId: number, at: Date | null): void {
    const story = this.#stories.get(storyId);
    if (story === undefined) return;
    if (at !== null) story.lastAt = Math.max(story.lastAt ?? 0, at.getTime());
    this.#storyOf(storyId);
  }

  /** Whether a copy may join: the story lives, and neither headline names only what the other article never mentions. */
  takes(storyId: number, profile: Profile, at: Date | null): boolean {
    const story = this.#stories.get(storyId);
    if (story === undefined || this.#fading(story, at).ofWords === 0) return false;
    const space = this.#spaces[profile.language];
    space.ask(profile.words);
    return story.articles.some(
      (article) => article.language === profile.language && agreement(space, profile.headline, article) > copyAgreement,
    );
  }

  /** Lets go of the stories that were silent since. They stay in the store. */
  forgetBefore(date: Date): void {
    for (const story of this.#stories.values()) {
      if (story.lastAt !== null && story.lastAt < date.getTime()) this.#forget(story);
    }
  }

  get size(): number {
    return this.#stories.size;
  }

  #inOwnLanguage(profile: Profile, bridge: Question, at: Date | null): readonly Likeness[] {
    const space = this.#spaces[profile.language];
    const words = space.ask(profile.words);
    const promising = new TopFew<Promising>(closelyRead);
    let read = 0;
    for (const chapter of space.candidates(words, candidatesRead)) {
      read += chapter.sum.terms.length;
      if (read > mostTermsRead && promising.items.length >= closelyRead) break;
      const story = this.#liveStory(chapter);
      const { likeness, shared } = space.toAll(words, chapter);
      if (shared < fewestShared && profile.words.size >= bareHeadline) continue;
      const faded = this.#fading(story, at, bridge);
      const rough = withNames(profile, likeness, this.#bridgeToAll(bridge, story), faded);
      promising.offer({ storyId: story.id, story, chapter, toAll: likeness, faded, rough }, rough);
    }
    const least = worthReading * (promising.items[0]?.rough ?? 0);
    const worthwhile = promising.items.filter(({ rough }) => rough >= least);
    return worthwhile.map((candidate) => this.#readClosely(profile, words, bridge, candidate));
  }

  #readClosely(profile: Profile, words: Question, bridge: Question, candidate: Promising): Likeness {
    const { story, chapter, toAll, faded } = candidate;
    const space = this.#spaces[profile.language];
    const nearest = space.toNearest(words, chapter);
    const article = story.articles.filter(({ language }) => language === profile.language)[nearest.place];
    const shortness = 1 + shortText / Math.max(1, profile.words.size);
    const agreed = article === undefined ? 1 : agreement(space, profile.headline, article);
    const likely = withNames(profile, mixed(toAll, nearest.likeness), this.#bridgeLikeness(bridge, story), faded);
    const twin = this.#isTwin(profile, bridge, story, chapter) ? twinEvent : 1;
    return likenessOf(story, (likely * shortness * agreed * twin) / sameStory);
  }

  /** Whether a headline names only what no article of the story mentions, and no figure of the article is the story's. */
  #isTwin({ language, headline, bridge }: Profile, question: Question, { chapters }: Story, chapter: Chapter): boolean {
    const names = headline.filter(isName);
    const figures = [...bridge.keys()].filter(isFigure);
    const told = chapters.get('bridge');
    if (names.length === 0 || figures.length < fewestFigures || told === undefined) return false;
    if (this.#spaces[language].hasAny(chapter, names)) return false;
    return !this.#spaces.bridge.sharedWith(question, told).some(isFigure);
  }

  /** By names, places and figures, in whatever language the story is told. */
  #byNames({ language }: Profile, bridge: Question, at: Date | null): readonly Likeness[] {
    const found: Likeness[] = [];
    for (const chapter of this.#spaces.bridge.candidates(bridge, candidatesRead)) {
      const story = this.#liveStory(chapter);
      const needed = neededFor(this.#spaces.bridge.sharedWith(bridge, chapter), story.chapters.has(language));
      if (needed === null) continue;
      found.push(likenessOf(story, (this.#bridgeLikeness(bridge, story) * this.#fading(story, at).ofWords) / needed));
    }
    return found;
  }

  /** Full names count that the article shares with this story, and no other live story has. */
  #fading({ chapters, lastAt }: Story, at: Date | null, bridge?: Question): Fading {
    const chapter = chapters.get('bridge');
    const shared = chapter === undefined || bridge === undefined ? [] : this.#spaces.bridge.onlyIn(bridge, chapter);
    return fading(at, lastAt, this.#limits.maxSilenceDays, shared.filter(isFullName).length);
  }

  #bridgeToAll(bridge: Question, { chapters }: Story): number {
    const chapter = chapters.get('bridge');
    return chapter === undefined ? 0 : this.#spaces.bridge.toAll(bridge, chapter).likeness;
  }

  #bridgeLikeness(bridge: Question, { chapters }: Story): number {
    const chapter = chapters.get('bridge');
    if (chapter === undefined) return 0;
    const space = this.#spaces.bridge;
    return mixed(space.toAll(bridge, chapter).likeness, space.toNearest(bridge, chapter).likeness);
  }

  #liveStory({ storyId }: Chapter): Story {
    const story = this.#stories.get(storyId);
    if (story === undefined) throw new Error(`the index holds articles of story ${storyId}, which is gone`);
    return story;
  }

  #storyOf(id: number): Story {
    const known = this.#stories.get(id);
    const story = known ?? { id, chapters: new Map<Space, Chapter>(), articles: [], lastAt: null };
    // The map's order is that of the last article: the first story is the one that was silent for longest.
    if (known !== undefined) this.#stories.delete(id);
    this.#stories.set(id, story);
    return story;
  }

  #enter(story: Story, { language, words, bridge, headline }: Profile): LiveArticle {
    const enter = (space: Space, weights: Profile['words']): Member => {
      const chapter = story.chapters.get(space) ?? this.#spaces[space].open(story.id);
      story.chapters.set(space, chapter);
      return this.#spaces[space].add(chapter, weights);
    };
    const [ofWords, ofBridge] = [enter(language, words), enter('bridge', bridge)];
    const names = headline.map((name) => this.#spaces[language].termOf(name)).filter((term) => term !== null);
    return { language, words: ofWords, bridge: ofBridge, headline: names };
  }

  #drop(story: Story, place: number): void {
    const [dropped] = story.articles.splice(place, 1);
    if (dropped === undefined) return;
    this.#leave(story, dropped.language, dropped.words);
    this.#leave(story, 'bridge', dropped.bridge);
    this.#articles--;
    if (story.articles.length === 0) this.#stories.delete(story.id);
  }

  #leave({ chapters }: Story, space: Space, member: Member): void {
    const chapter = chapters.get(space);
    if (chapter === undefined) return;
    this.#spaces[space].remove(chapter, member);
    if (chapter.members.length === 0) chapters.delete(space);
  }

  #forget(story: Story): void {
    while (story.articles.length > 0) this.#drop(story, 0);
  }

  #keepWithinLimits(): void {
    const { maxStories, maxArticles } = this.#limits;
    for (const story of this.#stories.values()) {
      const terms = Math.max(...Object.values(this.#spaces).map(({ size }) => size));
      if (this.#stories.size <= maxStories && this.#articles <= maxArticles && terms <= mostTerms) return;
      this.#forget(story);
    }
  }
}

const mixed = (toAll: number, toNearest: number): number => (1 - nearestPart) * toAll + nearestPart * toNearest;

const namesAndNumbers = (bridge: Profile['bridge']): number => {
  let count = 0;
  for (const key of bridge.keys()) if (!isHappening(key) && !isFigure(key)) count++;
  return count;
};

/** Names, places and numbers count again, if the article has enough of them to tell. */
const withNames = ({ bridge }: Profile, words: number, names: number, { ofWords, ofNames }: Fading): number =>
  namesAndNumbers(bridge) < fewestKeys
    ? words * ofWords
    : (1 - bridgePart) * words * ofWords + bridgePart * names * ofNames;

/** Likenesses are products of quotients: what differs in the last digits only is equal. */
const likenessOf = ({ id }: Story, margin: number): Likeness => ({
  storyId: id,
  margin: Math.round(margin * 1e9) / 1e9,
});
