import { accountWords } from './en/account.ts';
import { articlesWords } from './en/articles.ts';
import { conceptsWords } from './en/concepts.ts';
import { deskWords } from './en/desk.ts';
import { feedsWords } from './en/feeds.ts';
import { messagesWords } from './en/messages.ts';
import { rulesWords } from './en/rules.ts';
import { settingsWords } from './en/settings.ts';
import { storyWords } from './en/stories.ts';
import { subscribersWords } from './en/subscribers.ts';

/** What every page says. Each page has its own words in a file of `en/`. */
export const english = {
  account: accountWords,
  settings: settingsWords,
  product: 'Tocsin',
  rules: rulesWords,
  nav: {
    label: 'Pages',
    desk: 'Desk',
    stories: 'Stories',
    rules: 'Rules',
    concepts: 'Concepts',
    articles: 'Articles',
    feeds: 'Feeds',
    messages: 'Messages',
    subscribers: 'Subscribers',
    settings: 'Settings',
  },
  desk: deskWords,
  stories: storyWords,
  feeds: feedsWords,
  messages: messagesWords,
  subscribers: subscribersWords,
  articles: articlesWords,
  concepts: conceptsWords,
  skip: 'Skip to the content',
  signOut: 'Sign out',
  signIn: {
    title: 'Sign in',
    email: 'Email address',
    password: 'Password',
    button: 'Sign in',
    forgotten: 'Forgotten your password?',
    wrong: 'No account has this email address and password. Check both and try again.',
    paused: (time: string) => `Too many tries. You can try again at ${time}.`,
    signedOut: 'You are signed out.',
    noPeople:
      'Nobody can sign in yet. The service printed a link for the first administrator when it started; start it again to get a new one.',
  },
  provider: {
    title: 'Sign in',
    button: (name: string) => `Sign in with ${name}`,
    unreachable: (name: string) =>
      `${name} cannot be reached at the moment. Try again in a minute, or sign in with your password.`,
    refused: (name: string) => `${name} did not sign you in. Try again; if it happens again, ask whoever runs it.`,
    tooLate: 'This took too long, or began in another browser. Sign in again.',
    noEmail: (name: string) =>
      `${name} did not give an email address that it has verified, so nobody here can be found by it. Ask whoever runs it.`,
    unknown: (email: string) =>
      `Nobody here has the address ${email}. Ask an administrator of Tocsin to add you with this address; then sign in again.`,
  },
  proxy: {
    unknown: (email: string) => ({
      title: 'Nobody here has your address',
      says: `The proxy in front of Tocsin signed you in as ${email}. Ask an administrator of Tocsin to add you with this address; then open the page again.`,
    }),
  },
  welcome: {
    title: 'Make the first account',
    lead: 'This account is the administrator: it can add everybody else. The link works once.',
    name: 'Your name',
    button: 'Make the account',
    gone: 'This link was used already, or is too old. If you have an account, sign in; else start the service again, and it prints a new one.',
  },
  newPassword: {
    title: 'Set a new password',
    lead: (email: string) => `For ${email}. You will be signed out everywhere else.`,
    password: 'New password',
    hint: (least: number) => `At least ${least} characters; a sentence is fine.`,
    button: 'Set the password',
    gone: 'This link was used already, or is too old. Ask for a new one.',
  },
  reset: {
    title: 'Get a link by mail',
    lead: 'You get a mail with a link that sets a new password. It works once, for two hours.',
    button: 'Send the link',
    sent: 'If there is an account with this address, a mail is on its way. Look in the spam folder, too.',
    subject: 'Set a new password for Tocsin',
    mail: (name: string, link: string) =>
      `Hello ${name},\n\nthis link sets a new password for Tocsin. It works once, for two hours:\n\n${link}\n\nIf you did not ask for it, ignore this mail: nothing changes.\n`,
  },
  link: {
    title: 'Sign in',
    lead: 'This link signs you in. It works once.',
    button: 'Sign in',
    gone: 'This link was used already, or is too old.',
  },
  unsubscribe: {
    title: 'Unsubscribe',
    lead: 'You will get no more messages from this subscription, and none from a new one with the same rules on this channel. Your other subscriptions stay as they are.',
    button: 'Unsubscribe',
    all: {
      heading: 'Or leave altogether',
      lead: 'This ends all your subscriptions; you get none that are added later either.',
      button: 'End all my subscriptions',
    },
    again: { heading: 'You unsubscribed before, and want messages again?', button: 'Subscribe again' },
    left: {
      title: 'You are unsubscribed',
      says: 'You will get no more messages from this subscription, and none from a new one with the same rules. Messages that are already on their way may still arrive. Nobody but you can undo this.',
    },
    leftAll: {
      title: 'You are unsubscribed from everything',
      says: 'You will get no more messages. Nobody but you can undo this.',
    },
    back: { title: 'You are subscribed again', says: 'You will get messages from this subscription as before.' },
    unknown: {
      title: 'This link is not valid',
      says: 'Your mail program may have cut it off. Copy the whole link from the message, or reply to the sender.',
    },
  },
  problems: {
    signedOut: {
      title: 'You are signed out',
      says: 'Nothing was changed. Sign in, and do it again.',
    },
    forbidden: (role: string) => ({
      title: 'You may not do this',
      says: `You are signed in as ${role === 'viewer' ? 'a viewer, who looks but changes nothing' : 'an editor'}. Ask an administrator for the right.`,
    }),
    strange: {
      title: 'This came from another page',
      says: 'Nothing was changed. The form was old, or another site sent it. Open the page again and repeat what you did.',
    },
    tooMuch: {
      title: 'This is too large',
      says: 'Nothing was changed. Send less at once.',
    },
    unstorable: {
      title: 'This cannot be stored',
      says: 'What was sent holds a character that no text has (U+0000). Type it anew instead of pasting it.',
    },
    notFound: {
      title: 'There is no such page',
      says: 'It may have been renamed or removed. Use the navigation, or search for it.',
    },
    broken: {
      title: 'This page could not be shown',
      says: 'The fault is ours, and the log of the service says more. Try again in a moment.',
    },
  },
};
