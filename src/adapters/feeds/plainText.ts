import { Tokenizer } from 'htmlparser2';
import { legible } from './legible.ts';

const blocks = new Set(
  'address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul'.split(
    ' ',
  ),
);
const unread = new Set(['script', 'style', 'template', 'noscript', 'iframe', 'object', 'svg']);

/** HTML takes `<!` of any kind for a comment up to the next `>`; in a text it is more often a text. */
const noDeclaration = /<!(?![-[>]|doctype)/gi;

/**
 * What a reader sees of a piece of HTML: entities resolved, blocks on lines of their own, scripts and styles left out. It
 * follows the tags one by one and builds no tree, so that no nesting, however deep, costs more than its letters.
 */
export function plainText(html: string): string {
  return /[<&]/.test(html) ? collapse(shown(html.replace(noDeclaration, '&lt;!'))) : collapse(html);
}

/** The same of a text in which `<` is only a letter. */
export const literalText = (text: string): string =>
  text.includes('&') ? plainText(text.replaceAll('<', '&lt;')) : collapse(text);

function shown(html: string): string {
  let text = '';
  let hidden = 0;
  let tag = '';
  const add = (piece: string) => {
    if (hidden === 0) text += piece;
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
        tag = html.slice(start, end).toLowerCase();
      },
      onopentagend: () => opened(false),
      onselfclosingtag: () => opened(true),
      onclosetag(start, end) {
        const name = html.slice(start, end).toLowerCase();
        if (unread.has(name)) hidden = Math.max(0, hidden - 1);
        if (blocks.has(name)) add('\n');
      },
      ontext: (start, end) => add(html.slice(start, end).replace(/[\r\n\t]+/g, ' ')),
      ontextentity: (codePoint) => add(legible(String.fromCodePoint(codePoint))),
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return text;
}

const nothing = (): void => {};
const silent = {
  onattribdata: nothing,
  onattribentity: nothing,
  onattribend: nothing,
  onattribname: nothing,
  oncdata: nothing,
  oncomment: nothing,
  ondeclaration: nothing,
  onend: nothing,
  onprocessinginstruction: nothing,
};

const collapse = (text: string): string =>
  text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim();
