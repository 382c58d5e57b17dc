import type { Language } from '../rules/text/language.ts';
import type { Profile } from './profile.ts';
import { TopFew } from './topFew.ts';
import { type Chapter, type Question, type ToAll, VectorSpace } from './vectorSpace.ts';
import type { Member } from './vectors.ts';

const dayMs = 86_400_000;

/** An article is of the likeliest story, if it is at least this like it. */
const sameStory = 0.15;

/** One word in common, be it the name of a city, makes no story; only a bare headline may have no more than that. */
const fewestShared = 2;
const bareHeadline = 10;

/** What two languages share is less, and chance has more of a part in it. */
const sameStoryAbroad = 0.25;

/** Reports of one event come within days of each other; after ten days of silence a likeness counts for a third. */
const silenceDays = 10;

/** Where articles have no dates, only their words tie them, and must do so better: as if a week lay between them. */
const undated = 0.5;

/** How much is lost of a likeness when either headline names only what the other article never mentions: a block, nearly. */
const otherNames = 0.9;

/** A headline alone has few words to share with anything; with so many words, what it shares counts double. */
const shortText = 10;

/** The parts of the nearest article (against the whole story), and of names, places and numbers (against all words). */
const nearestPart = 0.15;
const bridgePart = 0.2;
const fewestKeys = 3;

/** A story is what its last articles say: it drifts with them, and its size is bounded. */
const liveMembers = 64;

const candidatesRead = 20;

/** The likeliest of them by the sum of their articles, to be read article by article. */
const closelyRead = 6;

export interface StoryLimits {
  readonly maxStories: number;
  readonly maxArticles: number;
  /** A story that was silent for so long takes no more articles. */
  readonly maxSilenceDays: number;
}

export const storyLimits: StoryLimits = { maxStories: 50_000, maxArticles: 200_000, maxSilenceDays: 60 };

type Space = Language | 'bridge';

interface Story {
  readonly id: number;
  readonly chapters: Map<Space, Chapter>;
  readonly articles: LiveArticle[];
  lastAt: number | null;
}

/** An article as it stands in the spaces, to be compared with and to be taken out of them again. */
interface LiveArticle {
  readonly language: Language;
  readonly words: Member;
  readonly bridge: Member;
  /** The terms of its headline's names and numbers. */
  readonly headline: readonly number[];
}

/** A story whose articles are worth reading one by one. */
interface Promising {
  readonly storyId: number;
  readonly story: Story;
  readonly chapter: Chapter;
  readonly likeness: number;
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
    const likenesses = [...this.#inOwnLanguage(profile, bridge, at), ...this.#inOthers(profile, bridge, at)];
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
    if (story === undefined || this.#timeFactor(at, story.lastAt) === 0) return false;
    this.#spaces[profile.language].ask(profile.words);
    return story.articles.some(
      (article) => article.language === profile.language && this.#agreement(profile, article) > 0.75,
    );
  }

  /** Takes an article out of its story again, the last one of that profile: it was moved to another. */
  remove(storyId: number, profile: Profile): void {
    const story = this.#stories.get(storyId);
    if (story === undefined) return;
    const space = this.#spaces[profile.language];
    const place = story.articles.findLastIndex(
      ({ language, words }) => language === profile.language && space.isOf(words, profile.words),
    );
    if (place >= 0) this.#drop(story, place);
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
    for (const chapter of space.candidates(words, candidatesRead)) {
      const story = this.#liveStory(chapter);
      const { likeness, shared } = space.toAll(words, chapter);
      if (shared < fewestShared && profile.words.size >= bareHeadline) continue;
      const rough =
        this.#withNames(profile, likeness, this.#bridgeToAll(bridge, story)) * this.#timeFactor(at, story.lastAt);
      promising.offer({ storyId: story.id, story, chapter, likeness }, rough);
    }
    return promising.items.map((candidate) => this.#closely(profile, words, bridge, candidate, at));
  }

  #closely(
    profile: Profile,
    words: Question,
    bridge: Question,
    { story, chapter, likeness }: Promising,
    at: Date | null,
  ) {
    const nearest = this.#spaces[profile.language].toNearest(words, chapter);
    const shortness = 1 + shortText / Math.max(1, profile.words.size);
    const likely =
      this.#withNames(profile, mixed(likeness, nearest.likeness), this.#bridgeLikeness(bridge, story)) *
      shortness *
      this.#agreement(profile, this.#articleOf(story, profile.language, nearest.place)) *
      this.#timeFactor(at, story.lastAt);
    return likenessOf(story, likely / sameStory);
  }

  /** Names, places and numbers count again, if the article has enough of them to tell. */
  #withNames({ bridge: keys }: Profile, ofWords: number, ofNames: number): number {
    return keys.size < fewestKeys ? ofWords : (1 - bridgePart) * ofWords + bridgePart * ofNames;
  }

  /** Stories that nobody told in the article's language yet. */
  #inOthers({ language }: Profile, bridge: Question, at: Date | null): readonly Likeness[] {
    const foreign = this.#spaces.bridge
      .candidates(bridge, candidatesRead)
      .map((chapter) => this.#liveStory(chapter))
      .filter(({ chapters }) => !chapters.has(language));
    return foreign.map((story) => {
      const chapter = story.chapters.get('bridge');
      const { shared } = chapter === undefined ? nothingShared : this.#spaces.bridge.toAll(bridge, chapter);
      const likely =
        shared >= fewestShared ? this.#bridgeLikeness(bridge, story) * this.#timeFactor(at, story.lastAt) : 0;
      return likenessOf(story, likely / sameStoryAbroad);
    });
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

  /** The article that has that place among its story's articles in the language. */
  #articleOf({ articles }: Story, language: Language, place: number): LiveArticle | undefined {
    return articles.filter((article) => article.language === language)[place];
  }

  /**
   * Less where each headline names what the other article never mentions: another victim, another town, another number. The
   * profile is the one that its space was asked for last.
   */
  #agreement(profile: Profile, article: LiveArticle | undefined): number {
    if (article === undefined) return 1;
    const space = this.#spaces[profile.language];
    const asked = profile.headline.map((name) => space.termOf(name));
    const here = unknownPart(space, asked, (term) => space.holds(article.words, term));
    const there = unknownPart(space, article.headline, (term) => space.asks(term));
    return 1 - otherNames * Math.min(here, there) ** 2;
  }

  #timeFactor(at: Date | null, lastAt: number | null): number {
    if (at === null || lastAt === null) return undated;
    const days = Math.abs(at.getTime() - lastAt) / dayMs;
    return days > this.#limits.maxSilenceDays ? 0 : Math.exp(-days / silenceDays);
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
      if (this.#stories.size <= maxStories && this.#articles <= maxArticles) return;
      this.#forget(story);
    }
  }
}

/** How much of what a headline names, by rarity, is not known elsewhere; 0 for a headline that names nothing. */
function unknownPart(
  space: VectorSpace,
  headline: readonly (number | null)[],
  isKnown: (term: number) => boolean,
): number {
  let [missing, all] = [0, 0];
  for (const term of headline) {
    const rarity = space.rarityOf(term);
    all += rarity;
    if (term === null || !isKnown(term)) missing += rarity;
  }
  return all === 0 ? 0 : missing / all;
}

const nothingShared: ToAll = { likeness: 0, shared: 0 };

const mixed = (toAll: number, toNearest: number): number => (1 - nearestPart) * toAll + nearestPart * toNearest;

/** Sums of the same numbers in another order may differ in their last digits; no decision may hang on them. */
const likenessOf = ({ id }: Story, margin: number): Likeness => ({
  storyId: id,
  margin: Math.round(margin * 1e9) / 1e9,
});
