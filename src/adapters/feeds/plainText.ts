import { Parser } from 'htmlparser2';

const blocks = new Set(
  'address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul'.split(
    ' ',
  ),
);
const unread = new Set(['script', 'style', 'template', 'noscript', 'iframe', 'object', 'svg']);

/** What a reader sees of a piece of HTML: entities resolved, blocks on lines of their own, scripts and styles left out. */
export function plainText(html: string): string {
  if (!/[<&]/.test(html)) return collapse(html);
  const parts: string[] = [];
  let hidden = 0;
  const parser = new Parser(
    {
      onopentagname: (name) => {
        if (unread.has(name)) hidden++;
        if (blocks.has(name)) parts.push('\n');
      },
      ontext: (text) => {
        if (hidden === 0) parts.push(text.replace(/[\r\n\t]+/g, ' '));
      },
      onclosetag: (name) => {
        if (unread.has(name)) hidden = Math.max(0, hidden - 1);
        if (blocks.has(name)) parts.push('\n');
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return collapse(parts.join(''));
}

const collapse = (text: string): string =>
  text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim();
