import type { SmtpFailure, SmtpPhase } from './smtpFailure.ts';

/**
 * Whose fault a failed sending is. `again`: this sending's, for now. `later`: the recipient's server wants it later.
 * `unclear`: ours, unless the server takes messages for others; then this target's.
 */
export type SmtpBlame =
  | 'ours'
  | 'message'
  | 'recipient'
  | 'target'
  | 'target for now'
  | 'again'
  | 'later'
  | 'unclear'
  | 'unclear message'
  | 'unclear passing';

export interface SmtpVerdict {
  readonly blame: SmtpBlame;
  /** What ops can do about it; empty where nothing is known. */
  readonly advice: string;
}

interface VerdictRule extends SmtpVerdict {
  readonly phases?: readonly SmtpPhase[];
  readonly statuses?: RegExp;
  readonly enhanced?: RegExp;
  readonly words?: RegExp;
}

const login = 'check the user and password in SMTP_URL, and that this account may send';
const sender = 'check that the mail server lets this account send as MAIL_FROM';
const relay =
  'the mail server does not send for us: check SMTP_URL, its user and password, or allow this machine there';
const reputation =
  'the receiving side refuses mail of our address or domain: check SPF, DKIM, DMARC, reverse DNS and blocklists';
const quota = 'the account has reached a limit of the mail server: wait, or raise the limit';
const server = 'check the mail server in SMTP_URL';

const words = {
  relay:
    /relay(ing)?( access)? (is )?(denied|prohibited|not )|(unable|not permitted|not allowed|cannot|can't|do not|don't|does not) (to )?relay|relaying|rcpthosts|non-accepted domain/i,
  login: /authenticat(ion|e)|not logged in|log ?in required|starttls/i,
  sender:
    /send ?as\b|sendasdenied|sender (address|domain|verify|is |not)|(invalid|bad|unknown|unverified) (return path|sender)|not (verified|owned)|unverified|from (address|header)|mail from|not (allowed|authori[sz]ed|permitted) to send/i,
  reputation:
    /client host|your (ip|host|server|domain|network)|originating from|coming from|blocked using|(block|black|deny)[ -]?list|spamhaus|spamcop|barracuda|reverse dns|\bptr\b|\bspf\b|\bdkim\b|\bdmarc\b|\be?helo\b|reputation|banned sending|ip address/i,
  quota:
    /quota (exceeded|reached)|(sending|daily|hourly|message|rate|send) (quota|limit)|limit (exceeded|reached)|too many (messages|mails|emails|connections)|throttl|maximum sending rate|suspended|account (is )?(disabled|locked|blocked|deactivated)/i,
  noRecipient:
    /(no such|unknown|invalid|non-?existent|not a valid|not a known|bad destination) (user|mailbox|recipient|address|local|mail)|(user|mailbox|account|recipient|address)( name)? (is )?(unknown|not (found|known)|unavailable|not available|inactive|disabled|does not exist|doesn't exist)|does not exist|doesn't exist|unrouteable address|no mailbox here|no longer (available|exists|valid)|not our customer/i,
  full: /mailbox (is )?(full|size)|mailbox quota|(inbox|user|account|recipient|storage) (is )?(full|over ?quota)|over ?quota|exceeded storage/i,
  content: /virus|malware|phish|spam|unsolicited|junk|content|attachment|blocked (url|link)|policy reasons/i,
  size: /(message|mail|size) (is )?(too (large|big|long)|exceed)|(message|maximum|mail) size|too large|size larger/i,
} as const;

/** The first that fits decides. */
const rules: readonly VerdictRule[] = [
  // The session: nothing was said of any message yet.
  { phases: ['session'], statuses: /^(530|534|535|538|454)$/, blame: 'ours', advice: login },
  { phases: ['session'], blame: 'ours', advice: server },
  { phases: ['broken'], blame: 'again', advice: '' },

  // Too large, wherever it is found out; 4.3.1 is a full disk of the server.
  { enhanced: /^5\.(3\.4|2\.3)$/, blame: 'message', advice: '' },
  { phases: ['sender'], statuses: /^552$/, enhanced: /^none$/, blame: 'message', advice: '' },
  { phases: ['sender', 'message'], statuses: /^(5..|none)$/, words: words.size, blame: 'message', advice: '' },

  // We are to log in, or are not allowed to (RFC 4954), at whatever step the server notices.
  { statuses: /^(530|534|535|538|454)$/, words: words.quota, blame: 'ours', advice: quota },
  { statuses: /^(530|534|535|538|454)$/, blame: 'ours', advice: login },

  // It passes.
  { phases: ['sender'], statuses: /^4/, words: words.quota, blame: 'ours', advice: quota },
  { phases: ['sender'], statuses: /^4/, blame: 'ours', advice: server },
  { statuses: /^4/, enhanced: /^4\.7\.(2[6-9]|3[0-2])$/, blame: 'ours', advice: reputation },
  { phases: ['message'], statuses: /^(421|452)$/, blame: 'unclear passing', advice: server },
  { phases: ['message'], statuses: /^4/, enhanced: /^4\.[34]\./, blame: 'unclear passing', advice: server },
  { phases: ['message'], statuses: /^4/, words: words.quota, blame: 'unclear passing', advice: quota },
  { phases: ['recipient'], statuses: /^421$/, blame: 'ours', advice: server },
  { phases: ['recipient'], statuses: /^4/, words: /gr[ae]y-?list/i, blame: 'later', advice: '' },
  { phases: ['recipient'], statuses: /^4/, words: words.relay, blame: 'ours', advice: relay },
  { phases: ['recipient'], statuses: /^4/, words: words.reputation, blame: 'ours', advice: reputation },
  { phases: ['recipient'], statuses: /^4/, enhanced: /^4\.[34]\./, blame: 'target for now', advice: '' },
  { phases: ['recipient'], statuses: /^4/, blame: 'later', advice: '' },
  { statuses: /^4/, blame: 'again', advice: '' },

  // Our address, account and reputation.
  { phases: ['sender'], words: words.quota, blame: 'ours', advice: quota },
  { phases: ['sender'], words: words.reputation, blame: 'ours', advice: reputation },
  { phases: ['sender'], blame: 'ours', advice: sender },
  { enhanced: /^5\.(1\.[78]|2\.252|7\.(60|61))$/, blame: 'ours', advice: sender },
  { enhanced: /^5\.4\.5$/, blame: 'ours', advice: quota },
  { enhanced: /^5\.7\.(5|8|9|11|12|13|14|57|64)$/, blame: 'ours', advice: login },
  { enhanced: /^5\.7\.54$/, blame: 'ours', advice: relay },
  { enhanced: /^5\.7\.(2[0-9]|30|5\d\d|6\d\d|7\d\d)$/, blame: 'ours', advice: reputation },

  // The recipient, in its own codes (RFC 3463 §3.2, §3.3).
  { phases: ['recipient', 'message'], enhanced: /^5\.(1\.([12346]|10)|2\.[14])$/, blame: 'recipient', advice: '' },

  // Ours in words, where the code is for many things: 5.7.1, 5.4.1, or none.
  { words: words.relay, blame: 'ours', advice: relay },
  { words: words.quota, enhanced: /^5\.[^2]/, blame: 'ours', advice: quota },
  { words: /storedrv\.submission/i, blame: 'ours', advice: sender },
  { phases: ['recipient'], words: words.full, blame: 'target', advice: '' },
  { phases: ['recipient'], words: words.noRecipient, blame: 'recipient', advice: '' },
  { words: words.reputation, blame: 'ours', advice: reputation },
  { words: words.quota, blame: 'ours', advice: quota },
  { words: words.login, blame: 'ours', advice: login },
  { words: words.sender, blame: 'ours', advice: sender },

  // Of the recipient's side, but no word that the mailbox is gone.
  { phases: ['recipient'], enhanced: /^5\.[12]\./, blame: 'target', advice: '' },
  { phases: ['recipient'], words: /recipient/i, blame: 'target', advice: '' },

  // The message itself.
  { phases: ['message'], enhanced: /^5\.6\./, blame: 'message', advice: '' },
  {
    phases: ['message'],
    statuses: /^552$/,
    enhanced: /^5\.[0347]\./,
    words: words.content,
    blame: 'message',
    advice: '',
  },
  { phases: ['message'], enhanced: /^5\.2\./, blame: 'target', advice: '' },
  { phases: ['message'], statuses: /^552$/, blame: 'message', advice: '' },
  { phases: ['message'], words: words.content, blame: 'unclear message', advice: reputation },

  // Nodemailer itself refused to send it.
  { phases: ['recipient'], statuses: /^none$/, blame: 'recipient', advice: '' },
  { phases: ['message'], statuses: /^none$/, blame: 'again', advice: '' },
];

const unknown: SmtpVerdict = { blame: 'unclear', advice: relay };

/**
 * Whose fault it is, by the phase of the dialogue, the classes of RFC 3463, and where these leave it open (5.7.1, none) by the
 * words that mail servers are known to use. What no rule knows is ours: a message is lost only where a server says clearly
 * that it is about the message or its recipient.
 */
export function smtpVerdict(failure: SmtpFailure): SmtpVerdict {
  return rules.find((rule) => fits(rule, failure)) ?? unknown;
}

function fits({ phases, statuses, enhanced, words: said }: VerdictRule, failure: SmtpFailure): boolean {
  return (
    (phases === undefined || phases.includes(failure.phase)) &&
    (statuses === undefined || statuses.test(failure.status === null ? 'none' : String(failure.status))) &&
    (enhanced === undefined || enhanced.test(failure.enhanced ?? 'none')) &&
    (said === undefined || said.test(failure.text))
  );
}
