/** The most bytes of text in one encoded word: with its frame it stays under the 75 characters of RFC 2047 §2. */
const mostBytes = 45;

/**
 * Unstructured text of a header (a subject) in which nothing is read as an encoded word (RFC 2047 §5). A title may hold
 * `=?utf-8?B?…?=` itself: written as it stands, a mail program would decode it into text that nobody cleaned.
 */
export const headerText = (line: string): string => (line.includes('=?') ? encoded(line) : line);

/** Of a name in an address: quoted there, and decoded by some programs all the same. */
export const headerName = (name: string): string => name.replaceAll('=?', '= ?');

function encoded(line: string): string {
  const words: string[] = [];
  let word = '';
  for (const character of line) {
    if (Buffer.byteLength(word + character) > mostBytes) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word].map((each) => `=?UTF-8?B?${Buffer.from(each).toString('base64')}?=`).join(' ');
}
