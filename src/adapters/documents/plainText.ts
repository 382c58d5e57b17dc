import { Tokenizer } from 'htmlparser2';
import { legibleCharacter } from './legible.ts';
import { joinSurrogates } from './surrogates.ts';

const blocks = new Set(
  'address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul'.split(
    ' ',
  ),
);
const unread = new Set(['script', 'style', 'template', 'noscript', 'iframe', 'object', 'svg']);

const nothing = (): void => {};
const silent = {
  onattribdata: nothing,
  onattribentity: nothing,
  onattribend: nothing,
  onattribname: nothing,
  ondeclaration: nothing,
  onend: nothing,
  onprocessinginstruction: nothing,
};

/**
 * What a reader sees of a piece of HTML: entities resolved, blocks on lines of their own, scripts and styles left out. It
 * follows the tags one by one and builds no tree, so that no nesting, however deep, costs more than its letters.
 */
export const plainText = (html: string): string => collapse(/<|&[a-z#]/i.test(html) ? shown(html) : html);

/** The same of a text in which `<` is only a letter. */
export const literalText = (text: string): string => plainText(text.replaceAll('<', '&lt;'));

/** One tokenizer for all texts: a feed has thousands of short ones. It is done with each before it returns. */
const shown = textReader();

function textReader(): (html: string) => string {
  let source = '';
  let pieces: string[] = [];
  let hidden = 0;
  let tag = '';
  const add = (piece: string) => {
    if (hidden === 0) pieces.push(piece);
  };
  const opened = (isEmpty: boolean) => {
    if (unread.has(tag) && !isEmpty) hidden++;
    if (blocks.has(tag)) add('\n');
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ...silent,
      onopentagname(start, end) {
        tag = source.slice(start, end).toLowerCase();
      },
      onopentagend: () => opened(false),
      onselfclosingtag: () => opened(true),
      onclosetag(start, end) {
        const name = source.slice(start, end).toLowerCase();
        if (unread.has(name)) hidden = Math.max(0, hidden - 1);
        if (blocks.has(name)) add('\n');
      },
      oncdata: (start, end, offset) => add(source.slice(start, end - offset)),
      oncomment: (start, end) => add(notComment(source, start, end)),
      ontext: (start, end) => add(source.slice(start, end).replace(/[\r\n\t]+/g, ' ')),
      ontextentity: (codePoint, end) => add(partOfWord(source, end) ?? legibleCharacter(codePoint)),
    },
  );
  return (written) => {
    const html = joinSurrogates(written);
    source = html;
    pieces = [];
    hidden = 0;
    tokenizer.reset();
    tokenizer.write(html);
    tokenizer.end();
    source = '';
    return pieces.splice(0).join('');
  };
}

/**
 * HTML ends an old entity without its semicolon wherever its letters end; in `R&degrees` and `?a=1&copy=2` none was meant. Null
 * where one was.
 */
function partOfWord(html: string, end: number): string | null {
  if (html[end - 1] === ';' || !/[a-z\d=]/i.test(html[end] ?? '')) return null;
  const written = html.slice(html.lastIndexOf('&', end - 1), end);
  return written === '&nbsp' || written.startsWith('&#') ? null : written;
}

/** HTML takes `<!` of any kind for a comment up to the next `>`; in a text it is more often a text. */
function notComment(html: string, start: number, end: number): string {
  if (!html.startsWith('<!', start - 2) || html.startsWith('[', start)) return '';
  return html
    .slice(start - 2, end)
    .split('<', 2)
    .join('<');
}

/** A run of white space is one space, or one line break if it has any. */
const collapse = (text: string): string =>
  text.replace(/ ?[^\S ]\s*| {2,}\s*/g, (run) => (run.includes('\n') ? '\n' : ' ')).trim();
