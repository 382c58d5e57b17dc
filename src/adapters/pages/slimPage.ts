import { Parser } from 'htmlparser2';

export type SlimPage =
  | { readonly kind: 'html'; readonly html: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** News pages have up to some thousands of nodes, thirty deep. What reads a tree takes its nodes times their depth. */
const mostNodes = 30_000;
const mostTexts = 200_000;
const mostChars = 1_500_000;
const mostAttributes = 200_000;
const deepest = 200;

const unread = new Set(
  'script style template noscript iframe object embed svg math canvas audio video select textarea meta link'.split(' '),
);
const empty = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
/** What tells text from boilerplate: names, what is hidden, where links lead, who wrote it. */
const kept = ['class', 'id', 'role', 'style', 'hidden', 'aria-hidden', 'href', 'rel', 'itemprop'];
const longestAttribute = 200;

/**
 * The page without what no reader sees, every element closed, attributes short: a tree of it is as large and as deep as was
 * counted here, whoever builds it. Refused where it has too much of anything. One pass, no tree.
 */
export function slimPage(page: string): SlimPage {
  const parts: string[] = [];
  const open: boolean[] = [];
  let [nodes, texts, chars, attributes, hidden, depth] = [0, 0, 0, 0, 0, 0];
  const parser = new Parser({
    onopentag: (name, attribs) => {
      nodes++;
      depth = Math.max(depth, open.push(unread.has(name)));
      if (unread.has(name)) hidden++;
      if (hidden === 0) parts.push(openTag(name, attribs));
    },
    onclosetag: (name) => {
      const wasHidden = hidden > 0;
      if (open.pop()) hidden--;
      if (!wasHidden && !empty.has(name)) parts.push(`</${name}>`);
    },
    onattribute: () => {
      attributes++;
    },
    ontext: (text) => {
      texts++;
      if (hidden > 0) return;
      chars += text.length;
      parts.push(escaped(text));
    },
  });
  for (let at = 0; at < page.length; at += pieceChars) {
    parser.write(page.slice(at, at + pieceChars));
    if (nodes > mostNodes) return refused(`more than ${mostNodes} elements`);
    if (texts > mostTexts) return refused(`more than ${mostTexts} pieces of text`);
    if (chars > mostChars) return refused(`more than ${mostChars} characters of text`);
    if (attributes > mostAttributes) return refused(`more than ${mostAttributes} attributes`);
    if (depth > deepest) return refused(`elements more than ${deepest} deep`);
  }
  parser.end();
  return { kind: 'html', html: parts.join('') };
}

const pieceChars = 20_000;

const refused = (what: string): SlimPage => ({ kind: 'refused', reason: `it has ${what}` });

function openTag(name: string, attribs: Readonly<Record<string, string>>): string {
  const own = kept.filter((key) => Object.hasOwn(attribs, key));
  return `<${[name, ...own.map((key) => `${key}="${shortened(attribs[key] ?? '')}"`)].join(' ')}>`;
}

const shortened = (value: string): string => escaped(value.slice(0, longestAttribute)).replaceAll('"', '&quot;');

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
