import { describe, expect, it } from 'vitest';
import { isOtherStory } from '../../../src/domain/articles/otherStory.ts';
import { isReissue } from '../../../src/domain/articles/reissue.ts';

const at = (minute: number) => new Date(Date.UTC(2022, 0, 6, 0, minute));

describe('a text is published again', () => {
  const isAgain = (minute: number, before: { published?: number; dated?: number; read?: number }) =>
    isReissue(at(minute), {
      publishedAt: before.published === undefined ? null : at(before.published),
      datedAt: before.dated === undefined ? null : at(before.dated),
      readAt: before.read === undefined ? null : at(before.read),
    });

  it('under a later date, where the earlier one had stood', () => {
    expect(isAgain(40, { published: 0, dated: 5, read: 35 })).toBe(true);
    expect(isAgain(0, { published: 0, dated: 5, read: 35 })).toBe(false);
  });

  it('not under a date that is new at each reading, before three hours are over', () => {
    expect(isAgain(60, { published: 0, dated: 5, read: 5 })).toBe(false);
    expect(isAgain(180, { published: 0, dated: 5, read: 5 })).toBe(true);
  });

  it('not where either date is missing', () => {
    expect(isAgain(600, { dated: 5, read: 35 })).toBe(false);
    expect(isReissue(null, { publishedAt: at(0), datedAt: at(5), readAt: at(35) })).toBe(false);
  });
});

describe('under the guid of an earlier item', () => {
  const published = (title: string, contentText: string, minute: number | null) => ({
    ...{ title, contentText, summary: null },
    publishedAt: minute === null ? null : at(minute),
  });
  const ferry = published('Ferry runs aground off Marindu', 'All passengers were brought ashore by noon.', 0);
  const court = published('Court frees the editor of a weekly', 'The charge of libel was dropped.', 60);

  it('an unrelated text of later date is another story', () => {
    expect(isOtherStory(ferry, court)).toBe(true);
    expect(isOtherStory(court, ferry)).toBe(false);
    expect(isOtherStory(ferry, { ...court, publishedAt: null })).toBe(false);
  });

  it('what keeps half of the words of its title or text is a revision', () => {
    expect(isOtherStory(ferry, { ...court, title: 'Passengers of ferry off Marindu ashore' })).toBe(false);
    expect(isOtherStory(ferry, { ...court, contentText: `${ferry.contentText} ${ferry.title}.` })).toBe(false);
  });
});
