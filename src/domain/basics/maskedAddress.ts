const word = /[^\s<>()[\]:;,"']+/gu;

/** `anna@example.org` as `a…@example.org`: enough to tell colleagues apart, too little to write to. */
const masked = (whole: string): string => {
  const at = whole.lastIndexOf('@');
  const [first = ''] = at > 1 ? whole : '';
  return `${first}…${whole.slice(at)}`;
};

/** A text with the mail addresses in it masked, wherever they stand. */
export const withMaskedAddresses = (text: string): string =>
  text.replace(word, (each) => (/.@./u.test(each) ? masked(each) : each));
