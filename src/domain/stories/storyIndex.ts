import type { Language } from './language.ts';
import type { Profile } from './profile.ts';
import { type Chapter, type Member, type Nearness, VectorSpace } from './vectorSpace.ts';

const dayMs = 86_400_000;

/** An article is of the likeliest story, if it is at least this like it. */
const sameStory = 0.14;

/** Reports of one event come within days of each other; a likeness counts for a third after two weeks of silence. */
const silenceDays = 14;

/** Where articles have no dates, only their words tie them, and must do so better: as if six days lay between them. */
const undated = 0.65;

/** How much is left of a likeness when either headline names nothing that the other article mentions. */
const otherNames = 0.5;

/** A story is what its last articles say; it drifts with them, and its size is bounded. */
const liveMembers = 16;

const candidatesRead = 20;

export interface StoryLimits {
  readonly maxStories: number;
  readonly maxArticles: number;
  /** A story that was silent for so long takes no more articles. */
  readonly maxSilenceDays: number;
}

export const storyLimits: StoryLimits = { maxStories: 50_000, maxArticles: 200_000, maxSilenceDays: 60 };

interface Story {
  readonly id: number;
  readonly chapters: Map<Space, Chapter>;
  readonly articles: LiveArticle[];
  lastAt: number | null;
}

type Space = Language | 'bridge';

interface LiveArticle {
  readonly profile: Profile;
  readonly entries: readonly (readonly [Space, Member])[];
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
  readonly #profiles = new WeakMap<Member, Profile>();
  #articles = 0;

  constructor(limits: StoryLimits = storyLimits) {
    this.#limits = limits;
  }

  /** The story that the article belongs to; null: it opens one. Changes nothing. */
  find(profile: Profile, at: Date | null): number | null {
    const space = this.#spaces[profile.language];
    const question = space.ask(profile.words);
    let best: { storyId: number; likeness: number } | null = null;
    for (const chapter of space.candidates(question, candidatesRead)) {
      const nearness = space.nearness(question, chapter);
      const likeness = this.#likeness(profile, at, chapter.storyId, nearness);
      if (likeness >= sameStory && (best === null || likeness > best.likeness))
        best = { storyId: chapter.storyId, likeness };
    }
    return best?.storyId ?? null;
  }

  /** Adds an article to a story, whether `find` chose it or the store says so. */
  add(storyId: number, profile: Profile, at: Date | null): void {
    const story = this.#storyOf(storyId);
    const entries = this.#enter(story, profile, at?.getTime() ?? 0);
    story.articles.push({ profile, entries });
    if (at !== null) story.lastAt = Math.max(story.lastAt ?? 0, at.getTime());
    this.#articles++;
    if (story.articles.length > liveMembers) this.#dropOldest(story);
    this.#keepWithinLimits();
  }

  get size(): number {
    return this.#stories.size;
  }

  #likeness(profile: Profile, at: Date | null, storyId: number, { toAll, toNearest, nearest }: Nearness): number {
    const story = this.#stories.get(storyId);
    const other = nearest === null ? undefined : this.#profiles.get(nearest);
    if (story === undefined || other === undefined) return 0;
    const cosine = (toAll + toNearest) / 2;
    return rounded(cosine * this.#agreement(profile, other) * this.#timeFactor(at, story.lastAt));
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
    return 1 - otherNames * Math.min(unknown(one.headline, other), unknown(other.headline, one));
  }

  #timeFactor(at: Date | null, lastAt: number | null): number {
    if (at === null || lastAt === null) return undated;
    const days = Math.abs(at.getTime() - lastAt) / dayMs;
    return days > this.#limits.maxSilenceDays ? 0 : Math.exp(-days / silenceDays);
  }

  #storyOf(id: number): Story {
    const known = this.#stories.get(id);
    const story = known ?? { id, chapters: new Map<Space, Chapter>(), articles: [], lastAt: null };
    // The map's order is that of the last article: the first story is the one that was silent for longest.
    if (known !== undefined) this.#stories.delete(id);
    this.#stories.set(id, story);
    return story;
  }

  #enter(story: Story, profile: Profile, at: number): LiveArticle['entries'] {
    const enter = (space: Space, weights: Profile['words']): readonly [Space, Member] => {
      const chapter = story.chapters.get(space) ?? { storyId: story.id, sum: new Map(), members: [] };
      story.chapters.set(space, chapter);
      const member = this.#spaces[space].add(chapter, weights, at);
      this.#profiles.set(member, profile);
      return [space, member];
    };
    return [enter(profile.language, profile.words), enter('bridge', profile.bridge)];
  }

  #dropOldest(story: Story): void {
    const oldest = story.articles.shift();
    for (const [space, member] of oldest?.entries ?? []) {
      const chapter = story.chapters.get(space);
      if (chapter !== undefined) this.#spaces[space].remove(chapter, member);
    }
    this.#articles--;
    if (story.articles.length === 0) this.#stories.delete(story.id);
  }

  #keepWithinLimits(): void {
    const { maxStories, maxArticles } = this.#limits;
    for (const story of this.#stories.values()) {
      if (this.#stories.size <= maxStories && this.#articles <= maxArticles) return;
      while (story.articles.length > 0) this.#dropOldest(story);
    }
  }
}

/** Sums of the same numbers in another order may differ in their last digits; no decision may hang on them. */
const rounded = (likeness: number): number => Math.round(likeness * 1e9) / 1e9;
