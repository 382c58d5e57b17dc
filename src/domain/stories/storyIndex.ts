import type { Language } from '../rules/text/language.ts';
import type { Profile } from './profile.ts';
import { type Chapter, type Member, type Nearness, type Question, VectorSpace } from './vectorSpace.ts';

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

/** An article as it stands in the spaces, to be taken out of them again. */
type LiveArticle = readonly (readonly [Space, Member])[];

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
    return story.articles.some(([entry]) => entry !== undefined && this.#agreement(profile, entry[1].profile) > 0.75);
  }

  /** Takes an article out of its story again, the last one of that profile: it was moved to another. */
  remove(storyId: number, profile: Profile): void {
    const story = this.#stories.get(storyId);
    const place = story?.articles.findLastIndex(([entry]) => entry?.[1].profile === profile) ?? -1;
    if (story !== undefined && place >= 0) this.#drop(story, place);
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
    const question = space.ask(profile.words);
    const shortness = 1 + shortText / Math.max(1, profile.words.size);
    return space.candidates(question, candidatesRead).map((chapter) => {
      const nearness = space.nearness(question, chapter);
      const story = this.#liveStory(chapter);
      const likeness = this.#withNames(profile, mixed(nearness), bridge, story);
      const agreement = nearness.nearest === null ? 1 : this.#agreement(profile, nearness.nearest.profile);
      const isTie = nearness.shared >= fewestShared || profile.words.size < bareHeadline;
      const likely = isTie ? likeness * shortness * agreement * this.#timeFactor(at, story.lastAt) : 0;
      return likenessOf(story, likely / sameStory);
    });
  }

  /** Names, places and numbers count again, if the article has enough of them to tell. */
  #withNames({ bridge: keys }: Profile, likeness: number, bridge: Question, story: Story): number {
    if (keys.size < fewestKeys) return likeness;
    return (1 - bridgePart) * likeness + bridgePart * mixed(this.#bridgeNearness(bridge, story));
  }

  /** Stories that nobody told in the article's language yet. */
  #inOthers({ language }: Profile, bridge: Question, at: Date | null): readonly Likeness[] {
    const foreign = this.#spaces.bridge
      .candidates(bridge, candidatesRead)
      .map((chapter) => this.#liveStory(chapter))
      .filter(({ chapters }) => !chapters.has(language));
    return foreign.map((story) => {
      const nearness = this.#bridgeNearness(bridge, story);
      const likely = nearness.shared >= fewestShared ? mixed(nearness) * this.#timeFactor(at, story.lastAt) : 0;
      return likenessOf(story, likely / sameStoryAbroad);
    });
  }

  #bridgeNearness(bridge: Question, { chapters }: Story): Nearness {
    const chapter = chapters.get('bridge');
    return chapter === undefined ? nothingShared : this.#spaces.bridge.nearness(bridge, chapter);
  }

  /** Less where each headline names what the other article never mentions: another victim, another town, another number. */
  #agreement(one: Profile, other: Profile): number {
    const space = this.#spaces[one.language];
    const unknown = (headline: readonly string[], { words }: Profile): number => {
      let [missing, all] = [0, 0];
      for (const name of headline) {
        const rarity = space.rarityOf(name);
        all += rarity;
        if (!words.has(name)) missing += rarity;
      }
      return all === 0 ? 0 : missing / all;
    };
    return 1 - otherNames * Math.min(unknown(one.headline, other), unknown(other.headline, one)) ** 2;
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

  #enter(story: Story, profile: Profile): LiveArticle {
    const enter = (space: Space, weights: Profile['words']): readonly [Space, Member] => {
      const chapter = story.chapters.get(space) ?? { storyId: story.id, sum: new Map(), members: [] };
      story.chapters.set(space, chapter);
      return [space, this.#spaces[space].add(chapter, weights, profile)];
    };
    return [enter(profile.language, profile.words), enter('bridge', profile.bridge)];
  }

  #drop(story: Story, place: number): void {
    const [dropped = []] = story.articles.splice(place, 1);
    for (const [space, member] of dropped) {
      const chapter = story.chapters.get(space);
      if (chapter === undefined) continue;
      this.#spaces[space].remove(chapter, member);
      if (chapter.members.length === 0) story.chapters.delete(space);
    }
    this.#articles--;
    if (story.articles.length === 0) this.#stories.delete(story.id);
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

const nothingShared: Nearness = { toAll: 0, toNearest: 0, nearest: null, shared: 0 };

const mixed = ({ toAll, toNearest }: Nearness): number => (1 - nearestPart) * toAll + nearestPart * toNearest;

/** Sums of the same numbers in another order may differ in their last digits; no decision may hang on them. */
const likenessOf = ({ id }: Story, margin: number): Likeness => ({
  storyId: id,
  margin: Math.round(margin * 1e9) / 1e9,
});
