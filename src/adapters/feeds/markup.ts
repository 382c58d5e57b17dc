const elements =
  /<\/?(?:a|abbr|b|blockquote|br|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|small|span|strong|sub|sup|table|td|tr|u|ul)\b[^<>]*>/i;

/** Whether there is a tag of HTML in a text that may have `<` as a letter, too. */
export const hasMarkup = (text: string): boolean => elements.test(text);

const tag = /<[/!]?[a-z][^<>]*>/i;

/** Whether there is anything that looks like a tag. */
export const hasTag = (text: string): boolean => tag.test(text);

const ends = /<\/(?:a|abbr|b|blockquote|div|em|font|h[1-6]|i|li|ol|p|pre|small|span|strong|table|td|tr|u|ul)\s?>/i;
const breaks = /[\p{L}\d.,!?]<(?:br|hr) ?\/?>|<img\s[^<>]{0,500}\bsrc=/iu;

/** Whether a text is HTML that was escaped once more, rather than a text that speaks of tags (`the <b> tag`). */
export const isMarkupThroughout = (text: string): boolean => ends.test(text) || breaks.test(text);
