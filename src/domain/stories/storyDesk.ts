import { type ComparedText, createFoldIndex, type FoldEntry } from './copies/foldIndex.ts';
import { sentencesOf } from './copies/headlineProof.ts';
import { type Signature, signatureOf } from './copies/signature.ts';
import { numbersIn } from './copies/statedNumbers.ts';
import { type Counted, type Profile, profileOf, type StoryText } from './profile.ts';
import { StoryIndex, type StoryLimits, storyLimits } from './storyIndex.ts';

/** All of a text that decides its story, and all that a store must keep to take the desk over. */
export interface ArticleShape {
  readonly profile: Profile;
  readonly signature: Signature;
  readonly numbers: readonly string[];
}

/** What of an article, beside its shape, tells whether it is a copy. */
export type CopyEvidence = Pick<ComparedText, 'title' | 'body' | 'outlet' | 'publishedAt' | 'isReissue'> &
  Pick<StoryText, 'lang'>;

/** Of an article of which nothing but its shape is known. */
export const noEvidence: CopyEvidence = {
  ...{ title: '', body: '', lang: null },
  ...{ outlet: null, publishedAt: null, isReissue: false },
};

/** An article revision as it comes to the desk. */
export interface DeskArticle {
  readonly articleId: number;
  readonly shape: ArticleShape;
  readonly evidence: CopyEvidence;
  /** When it was published; null where nobody says. */
  readonly at: Date | null;
  /** Where an earlier revision of it was placed; null: it is the first. */
  readonly knownStoryId: number | null;
}

/** What an article is to its story: a report of its own, the text of another in one more outlet, or a known one, changed. */
export type StoryRole = 'report' | 'copy' | 'revision';

export interface Placement {
  /** Null: it opens a story. */
  readonly storyId: number | null;
  /** The near-duplicates that it is one of; null: it is alone, so far. */
  readonly foldGroupId: number | null;
  readonly role: StoryRole;
  /** What its headline says and the sentences about that, where the rest stands under other headlines, too: that tells no story. */
  readonly headlineProfile?: Profile;
}

/** A placement, with the numbers that what was opened has got. */
export interface Seat {
  readonly storyId: number;
  readonly foldGroupId: number;
  readonly role: StoryRole;
  /** When it came; what is older than the desk remembers folds no more. */
  readonly seenAt: Date;
}

/** A text shorter than that is no agency report: its headline counts too. */
const shortBody = 100;

/** More of a text makes no difference to whether it is a copy. */
const comparedLength = 20_000;

/** `figures`: what the article states, by which it meets reports in other languages. */
export function shapeOf(text: StoryText, figures: readonly Counted[] = []): ArticleShape {
  const compared = (text.body.length >= shortBody ? text.body : `${text.title} ${text.body}`).slice(0, comparedLength);
  return { profile: profileOf(text, figures), signature: signatureOf(compared), numbers: numbersIn(compared) };
}

/**
 * Places one article after the other, for good, before the next one is read: copies first, then stories of one event. The
 * same articles in the same order get the same stories. A desk is taken over by seating the stored placements in order.
 */
export class StoryDesk {
  readonly #copies = createFoldIndex();
  readonly #stories: StoryIndex;

  constructor(limits: StoryLimits = storyLimits) {
    this.#stories = new StoryIndex(limits);
  }

  /** Where the article belongs. Changes nothing: `seat` does, once the store has kept it. */
  placementOf({ articleId, shape, evidence, at, knownStoryId }: DeskArticle): Placement {
    const { title, body, lang } = evidence;
    const text = { ...evidence, articleId, signature: shape.signature, numbers: shape.numbers };
    const alike = this.#copies.find(text);
    if (knownStoryId !== null) {
      const foldGroupId = alike?.storyId === knownStoryId ? alike.foldGroupId : null;
      return { storyId: knownStoryId, foldGroupId, role: 'revision' };
    }
    if (alike !== null && this.#stories.takes(alike.storyId, shape.profile, at))
      return { storyId: alike.storyId, foldGroupId: alike.foldGroupId, role: 'copy' };
    const report = { foldGroupId: null, role: 'report' } as const;
    if (alike !== null || !this.#copies.isBoilerplate(text))
      return { storyId: this.#stories.find(shape.profile, at), ...report };
    const headlineProfile = profileOf({ title, body: sentencesOf(title, body), lang });
    return { storyId: this.#stories.find(headlineProfile, at), ...report, headlineProfile };
  }

  seat({ articleId, shape, evidence, at }: Omit<DeskArticle, 'knownStoryId'>, seat: Seat): void {
    this.seatInStory(shape.profile, at, seat);
    const { foldGroupId, storyId, seenAt } = seat;
    this.seatAmongCopies({ articleId, ...shape, ...evidence, foldGroupId, storyId, seenAt });
  }

  /** Only reports tell the story; copies and revisions let it go on. */
  seatInStory(profile: Profile | null, at: Date | null, { storyId, role }: Pick<Seat, 'storyId' | 'role'>): void {
    if (role === 'report' && profile !== null) this.#stories.add(storyId, profile, at);
    else this.#stories.touch(storyId, at);
  }

  seatAmongCopies(entry: FoldEntry): void {
    const { articleId, signature, numbers, foldGroupId, storyId, seenAt, title, outlet, publishedAt } = entry;
    this.#copies.add({ articleId, signature, numbers, foldGroupId, storyId, seenAt, title, outlet, publishedAt });
  }

  /** Lets go of the copies that came before the one date, and of the stories that were silent since the other. */
  forgetBefore(copies: Date, stories: Date | null = null): void {
    this.#copies.forgetBefore(copies);
    if (stories !== null) this.#stories.forgetBefore(stories);
  }

  /** Live stories. */
  get size(): number {
    return this.#stories.size;
  }
}
