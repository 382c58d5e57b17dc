/** What a robots.txt says to one crawler (RFC 9309). */
export interface RobotsRules {
  /** `path`: with its query, as the request line has it. */
  allows(path: string): boolean;
  /** Seconds between two requests; no part of the RFC, but asked for by many. Null: it does not say. */
  readonly crawlDelaySeconds: number | null;
}

export const allowsAll: RobotsRules = { allows: () => true, crawlDelaySeconds: null };
export const allowsNothing: RobotsRules = { allows: () => false, crawlDelaySeconds: null };

interface Rule {
  readonly isAllow: boolean;
  /** Characters of the pattern: which rule is the more specific. */
  readonly length: number;
  /** What stands between the `*`s, which stand for anything. */
  readonly pieces: readonly string[];
  /** A `$` at the end stands for the path's end. */
  readonly isWhole: boolean;
}

interface Group {
  readonly agents: string[];
  readonly rules: Rule[];
  delay: number | null;
}

/** The rules of the groups that name `agent` (a product token, whatever its case), else of those for `*`, else none (§2.2.1). */
export function readRobots(text: string, agent: string): RobotsRules {
  const groups = groupsOf(text);
  const named = groups.filter(({ agents }) => agents.includes(agent.toLowerCase()));
  const ours = named.length > 0 ? named : groups.filter(({ agents }) => agents.includes('*'));
  const rules = ours.flatMap((group) => group.rules);
  return {
    allows: (path) => isAllowed(rules, encoded(path)),
    crawlDelaySeconds: ours.map(({ delay }) => delay).find((delay) => delay !== null) ?? null,
  };
}

/** A group is the user-agent lines in a row and the rules after them; lines of other kinds belong to none and end none. */
function groupsOf(text: string): readonly Group[] {
  const groups: Group[] = [];
  let isOpen = false;
  for (const [name, value] of linesOf(text)) {
    if (name === 'user-agent') {
      if (!isOpen) groups.push({ agents: [], rules: [], delay: null });
      groups.at(-1)?.agents.push(productToken(value));
      isOpen = true;
      continue;
    }
    const group = groups.at(-1);
    if (group === undefined || !['allow', 'disallow', 'crawl-delay'].includes(name)) continue;
    isOpen = false;
    if (name === 'crawl-delay') group.delay = delayOf(value) ?? group.delay;
    else if (value !== '') group.rules.push(ruleOf(name === 'allow', encoded(value.replace(/\*+/g, '*'))));
  }
  return groups;
}

function linesOf(text: string): readonly (readonly [name: string, value: string])[] {
  return text.split(/[\r\n]/).flatMap((line) => {
    const [statement = ''] = line.split('#', 1);
    const colon = statement.indexOf(':');
    if (colon < 0) return [];
    return [
      [
        statement.slice(0, colon).trim().replace('\ufeff', '').toLowerCase(),
        statement.slice(colon + 1).trim(),
      ] as const,
    ];
  });
}

/** `Tocsin/2.0 (news)` → `tocsin`. */
const productToken = (value: string): string =>
  value.startsWith('*') ? '*' : (/^[\w-]+/.exec(value)?.[0] ?? '').toLowerCase();

const delayOf = (value: string): number | null => (/^\d{1,6}(\.\d{1,6})?$/.test(value) ? Number(value) : null);

function ruleOf(isAllow: boolean, pattern: string): Rule {
  const isWhole = pattern.endsWith('$');
  const pieces = (isWhole ? pattern.slice(0, -1) : pattern).split('*');
  return { isAllow, length: pattern.length, pieces, isWhole };
}

/** The longest pattern that fits decides; of two as long, the one that allows (§2.2.2). */
function isAllowed(rules: readonly Rule[], path: string): boolean {
  let [longest, isAllow] = [-1, true];
  for (const rule of rules) {
    if (rule.length < longest || (rule.length === longest && isAllow)) continue;
    if (fits(rule, path)) [longest, isAllow] = [rule.length, rule.isAllow];
  }
  return isAllow;
}

/** Each piece is sought once, behind the one before: no way back. */
function fits({ pieces, isWhole }: Rule, path: string): boolean {
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    const isEnd = isWhole && index === pieces.length - 1;
    const found = isEnd && index > 0 ? path.length - piece.length : path.indexOf(piece, at);
    if (found < at || (index === 0 && found > 0) || !path.startsWith(piece, found)) return false;
    at = found + piece.length;
  }
  return !isWhole || at === path.length;
}

/** Both sides in one form: what is no ASCII as %XX in upper case, `%` escapes of unreserved characters as they are written. */
function encoded(path: string): string {
  const bare = path.replace(/[^ -~]+/g, (letters) => Buffer.from(letters).toString('hex').replace(/../g, '%$&'));
  return bare.replace(/%[0-9a-f]{2}/gi, (escaped) => {
    const letter = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(letter) ? letter : escaped.toUpperCase();
  });
}
