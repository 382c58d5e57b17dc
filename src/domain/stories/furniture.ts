/**
 * What a page says about itself: it came with the text, is the same under every article of the outlet, and ties those together
 * as no event does. A line of the table is a phrase, in lower case.
 */
const table = `
sign in using
sign in with
sign in to
log in to
your account
your profile
your browser
your inbox
already have an account
create an account
verification email
confirmation email
email notification
email address
check your email
notification has been saved
thank you for registering
thank you for reading
privacy policy
terms of service
terms of use
all rights reserved
copyright
©
cookie
javascript
ad block
may not be published
newsletter
subscribe to
subscribers only
sign up for
click here
click to
read more
read also
see also
more videos
related stories
related articles
follow us
follow @
like us on
join us on
share this
report a typo
advertisement
download our app
embed >
подпишитесь
подписывайтесь
подписаться
читайте также
читайте нас
все права защищены
при использовании материал
при копировании материал
материалы по теме
нашли ошибку
ctrl+enter
наш телеграм
нашем телеграм
наш telegram
нашем telegram
политика конфиденциальности
жазылыңыз
барлық құқық
тағы оқыңыз
`;

const phrases = table.trim().split('\n');

/** A sentence or a line. */
const sentence = /[^.!?\n]+[.!?\n]*/g;

const isFurniture = (text: string): boolean => {
  const small = text.toLowerCase();
  return phrases.some((phrase) => small.includes(phrase));
};

/** The text without the sentences in which its page speaks of itself. */
export const withoutFurniture = (text: string): string =>
  isFurniture(text) ? (text.match(sentence) ?? []).filter((each) => !isFurniture(each)).join('') : text;
