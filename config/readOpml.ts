import { Parser } from 'htmlparser2';
import type { FeedDefinition } from '../src/domain/configuration/definitions.ts';
import { holdsPassword, isFeedAddress, passwordAdvice } from './feedsFile.ts';
import { namedEntitiesResolved } from './namedEntities.ts';
import type { FileFinding } from './yamlFile.ts';

/** The feeds of an OPML file, each once, and what could not be taken. */
export interface OpmlFile {
  readonly feeds: readonly FeedDefinition[];
  readonly findings: readonly FileFinding[];
}

/** No reader nests its folders deeper; a file that does is made to hurt. */
const deepest = 100;

/**
 * Reads OPML 1.0 and 2.0, lenient: whatever can be read of a damaged file is taken, names of elements and attributes in
 * any case, entities of HTML without a declaration. Entities that the file itself declares are never expanded.
 */
export function readOpml(text: string, file: string): OpmlFile {
  const reading = new Reading(namedEntitiesResolved(text), file);
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        if (!reading.open(name, attributes, parser.startIndex)) parser.pause();
      },
      onclosetag: (name, isImplied) => reading.close(name, isImplied),
    },
    { xmlMode: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.end(reading.text);
  return reading.result();
}

type Attributes = Readonly<Record<string, string>>;

class Reading {
  readonly text: string;
  readonly #file: string;
  readonly #feeds = new Map<string, FeedDefinition>();
  readonly #findings: FileFinding[] = [];
  #depth = 0;
  #isOpml = false;
  #isCutOff = false;
  #line = 1;
  #lineStart = 0;

  constructor(text: string, file: string) {
    this.text = text;
    this.#file = file;
  }

  /** False: read no further. */
  open(name: string, attributes: Attributes, index: number): boolean {
    this.#advance(index);
    if (name === 'opml') this.#isOpml = true;
    if (name === 'outline' && this.#isOpml) this.#take(attributes, index);
    if (++this.#depth <= deepest) return true;
    this.#note(index, 'error', `outlines are nested more than ${deepest} levels deep; nothing was read from here on`);
    return false;
  }

  close(name: string, isImplied: boolean): void {
    this.#depth--;
    if (name === 'opml' && isImplied) this.#isCutOff = true;
  }

  result(): OpmlFile {
    if (!this.#isOpml) this.#note(0, 'error', 'this is not OPML: it has no <opml> element');
    else if (this.#isCutOff)
      this.#note(
        this.#lineStart,
        'warning',
        'the file is cut off here: </opml> is missing; check whether feeds are missing too',
      );
    return { feeds: [...this.#feeds.values()], findings: this.#findings };
  }

  #take({ xmlurl, title, text, type }: Attributes, index: number): void {
    const name = oneLine(title) || oneLine(text);
    if (xmlurl === undefined) {
      if (type?.toLowerCase() === 'rss') this.#note(index, 'error', `"${name}" has no xmlUrl`);
      return;
    }
    const url = webAddress(xmlurl.trim());
    if (!isFeedAddress(url)) {
      this.#note(
        index,
        'error',
        `the xmlUrl "${withoutPassword(xmlurl).slice(0, 200)}" is not an address like https://example.org/world.rss`,
        holdsPassword(url) ? `in feeds.yaml, ${passwordAdvice}` : null,
      );
      return;
    }
    this.#add({ url, name: name || new URL(url).hostname, everySeconds: null });
  }

  /** What stands behind `#` names no other feed. */
  #add(feed: FeedDefinition): void {
    const key = new URL(feed.url).href.replace(/#.*$/s, '');
    const before = this.#feeds.get(key);
    const isPlainer = before?.url.includes('#') && !feed.url.includes('#');
    if (before === undefined || isPlainer) this.#feeds.set(key, { ...feed, name: before?.name ?? feed.name });
  }

  #advance(index: number): void {
    for (let end = this.#lineEnd(index); end !== null; end = this.#lineEnd(index)) {
      this.#line++;
      this.#lineStart = end + 1;
    }
  }

  #lineEnd(before: number): number | null {
    const end = this.text.indexOf('\n', this.#lineStart);
    return end === -1 || end >= before ? null : end;
  }

  #note(index: number, severity: FileFinding['severity'], message: string, suggestion: string | null = null): void {
    const column = Math.max(0, index - this.#lineStart) + 1;
    this.#findings.push({
      file: this.#file,
      rule: null,
      line: this.#line,
      column,
      severity,
      message,
      suggestion,
    });
  }
}

const oneLine = (text: string | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim();

/** `feed://host/path` and `feed:https://host/path`, which some readers write. */
const webAddress = (url: string): string => url.replace(/^feed:(?=https?:)/i, '').replace(/^feed:\/\//i, 'http://');

/** What a rejected address says before its host is never shown, however its slashes stand. */
const withoutPassword = (url: string): string => url.replace(/^((?:[a-z]+:[/\\]+|https?:|feed:)?).*@/is, '$1…@');
