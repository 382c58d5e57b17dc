import { describe, expect, it } from 'vitest';
import { smtpFailureOf } from '../../../src/adapters/channels/smtp/smtpFailure.ts';
import { smtpOutcome } from '../../../src/adapters/channels/smtp/smtpOutcome.ts';

/** An error as nodemailer throws it for a reply at this step. */
const refusedAt = (command: string, response: string, code = codeAt(command)): Error =>
  Object.assign(new Error(`Can't send mail: ${response}`), {
    ...{ command, response, code },
    responseCode: Number(response.slice(0, 3)),
  });

const codeAt = (command: string): string => {
  if (command.startsWith('AUTH')) return 'EAUTH';
  if (command === 'CONN' || command === 'EHLO') return 'EPROTOCOL';
  return command === 'DATA' ? 'EMESSAGE' : 'EENVELOPE';
};

/** An error that comes without a reply. */
const brokeOff = (code: string, message: string, command = 'CONN'): Error =>
  Object.assign(new Error(message), { code, command });

const shortOf = (error: unknown, { takesOthers = false, sessionStood = true } = {}): string => {
  const outcome = smtpOutcome(smtpFailureOf(error, sessionStood), takesOthers);
  if (outcome.kind === 'held') return `held ${outcome.scope}`;
  if (outcome.kind === 'retry') return outcome.holds === 'target' ? 'retry target' : 'retry';
  return outcome.kind === 'rejected' ? `rejected ${outcome.concerns}` : outcome.kind;
};

/** What is meant whether or not the server takes mail for others. */
const clear: readonly (readonly [command: string, reply: string, expected: string])[] = [
  // Greeting, EHLO, STARTTLS, AUTH: nothing was said of any message.
  ['CONN', '554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked', 'held channel'],
  ['CONN', '421 4.7.0 mx1.example.net Error: too many connections from 203.0.113.9', 'held channel'],
  ['CONN', '550 Access denied', 'held channel'],
  ['EHLO', '501 5.5.4 Invalid domain name', 'held channel'],
  ['STARTTLS', '454 4.7.0 TLS not available due to local problem', 'held channel'],
  [
    'AUTH PLAIN',
    '535-5.7.8 Username and Password not accepted. For more\n535 5.7.8 information, go to the help page',
    'held channel',
  ],
  ['AUTH LOGIN', '535 5.7.3 Authentication unsuccessful', 'held channel'],
  [
    'AUTH LOGIN',
    '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant',
    'held channel',
  ],
  ['AUTH PLAIN', '534-5.7.9 Application-specific password required.\n534 5.7.9 See the help page', 'held channel'],
  [
    'AUTH PLAIN',
    '454 4.7.0 Temporary authentication failure: Connection lost to authentication server',
    'held channel',
  ],
  ['AUTH LOGIN', '421 4.7.0 Too many failed logins', 'held channel'],
  ['AUTH CRAM-MD5', '535 Authentication credentials invalid', 'held channel'],

  // MAIL FROM: our address, our account.
  ['MAIL FROM', '530 5.7.0 Authentication required', 'held channel'],
  [
    'MAIL FROM',
    '530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM',
    'held channel',
  ],
  ['MAIL FROM', '530 5.7.0 Must issue a STARTTLS command first', 'held channel'],
  ['MAIL FROM', '553 5.7.1 <news@example.org>: Sender address rejected: not owned by user desk', 'held channel'],
  ['MAIL FROM', '553 sorry, your envelope sender is in my badmailfrom list (#5.7.1)', 'held channel'],
  ['MAIL FROM', '550 5.1.8 <news@example.org>: Sender address rejected: Domain not found', 'held channel'],
  ['MAIL FROM', '501 5.1.7 Bad sender address syntax', 'held channel'],
  ['MAIL FROM', '550 5.4.5 Daily user sending limit exceeded', 'held channel'],
  ['MAIL FROM', '552 5.2.2 Sender mailbox is over quota', 'held channel'],
  ['MAIL FROM', '550 5.7.1 Account disabled', 'held channel'],
  ['MAIL FROM', '550 unknown reason', 'held channel'],
  ['MAIL FROM', '503 5.5.1 Error: need EHLO and AUTH first', 'held channel'],
  ['MAIL FROM', '451 4.3.0 Error: queue file write error', 'held channel'],
  ['MAIL FROM', '452 4.3.1 Insufficient system storage', 'held channel'],
  ['MAIL FROM', '421 4.3.2 Service shutting down', 'held channel'],
  ['MAIL FROM', '450 4.7.1 <host>: Helo command rejected: Host not found', 'held channel'],
  ['MAIL FROM', '552 5.3.4 Message size exceeds fixed limit', 'rejected message'],
  ['MAIL FROM', '552 message size exceeds fixed maximum message size', 'rejected message'],
  ['MAIL FROM', '552 Requested action aborted', 'rejected message'],

  // RCPT TO: the recipient is not there.
  [
    'RCPT TO',
    '550 5.1.1 <gone@example.net>: Recipient address rejected: User unknown in local recipient table',
    'rejected recipient',
  ],
  [
    'RCPT TO',
    '550 5.1.1 <gone@example.net>: Recipient address rejected: User unknown in relay recipient table',
    'rejected recipient',
  ],
  [
    'RCPT TO',
    '550-5.1.1 The email account that you tried to reach does not exist. Please try\n550 5.1.1 double-checking the address',
    'rejected recipient',
  ],
  [
    'RCPT TO',
    '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
    'rejected recipient',
  ],
  ['RCPT TO', '556 5.1.10 Recipient address has null MX', 'rejected recipient'],
  ['RCPT TO', '550 5.1.2 <a@nowhere.example>: Recipient address rejected: Domain not found', 'rejected recipient'],
  ['RCPT TO', '501 5.1.3 Bad recipient address syntax', 'rejected recipient'],
  ['RCPT TO', '551 5.1.6 Recipient has moved', 'rejected recipient'],
  [
    'RCPT TO',
    '550-5.2.1 The email account that you tried to reach is disabled.\n550 5.2.1 Learn more',
    'rejected recipient',
  ],
  ['RCPT TO', '550 No such user here', 'rejected recipient'],
  ['RCPT TO', '550 Unrouteable address', 'rejected recipient'],
  ['RCPT TO', '550 Requested action not taken: mailbox unavailable', 'rejected recipient'],
  ['RCPT TO', '550 sorry, no mailbox here by that name (#5.1.1)', 'rejected recipient'],
  ['RCPT TO', "554 delivery error: this user doesn't have an account; user unknown", 'rejected recipient'],
  ['RCPT TO', '550 5.0.0 <gone@example.net>... User unknown', 'rejected recipient'],
  ['RCPT TO', '552 5.2.3 Message length exceeds administrative limit of this mailbox', 'rejected message'],

  // RCPT TO: its server has reasons of its own.
  ['RCPT TO', '552 5.2.2 Mailbox is full', 'rejected target'],
  ['RCPT TO', '550 5.2.0 Mailbox locked', 'rejected target'],
  ['RCPT TO', '552 Mailbox full', 'rejected target'],
  ['RCPT TO', '550 5.1.0 Address rejected', 'rejected target'],
  ['RCPT TO', '554 5.7.1 <boss@example.net>: Recipient address rejected: Access denied', 'rejected target'],
  ['RCPT TO', '550 5.4.1 Recipient address rejected: Access denied. [AMS.prod.example.com]', 'rejected target'],
  ['RCPT TO', '451 4.3.0 <a@example.net>: Temporary lookup failure', 'held target'],
  ['RCPT TO', '451 4.4.3 <a@example.net>: name server failure', 'held target'],
  ['RCPT TO', '450 4.2.0 <a@example.net>: Recipient address rejected: Greylisted, see the help page', 'retry target'],
  ['RCPT TO', '451 4.7.1 Greylisting in action, please come back later', 'retry target'],
  ['RCPT TO', '450 4.2.1 The user you are trying to contact is receiving mail too quickly', 'retry target'],
  ['RCPT TO', '452 4.2.2 The recipient’s inbox is out of storage space', 'retry target'],
  ['RCPT TO', '450 4.1.1 <a@example.net>: Recipient address rejected: unverified address', 'retry target'],
  ['RCPT TO', '451 Try again later', 'retry target'],

  // RCPT TO: ours, found out late (many servers answer for HELO, client and sender here).
  ['RCPT TO', '554 5.7.1 <a@example.net>: Relay access denied', 'held channel'],
  ['RCPT TO', '454 4.7.1 <a@example.net>: Relay access denied', 'held channel'],
  ['RCPT TO', '550 5.7.1 Unable to relay', 'held channel'],
  ['RCPT TO', '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain', 'held channel'],
  ['RCPT TO', '550 5.7.64 TenantAttribution; Relay Access Denied', 'held channel'],
  ['RCPT TO', '550 5.7.1 <a@example.net>... Relaying denied. Proper authentication required.', 'held channel'],
  ['RCPT TO', '550 relay not permitted', 'held channel'],
  ['RCPT TO', '550 Administrative prohibition: you may not relay here, relaying is off', 'held channel'],
  ['RCPT TO', '551 we do not relay for strangers', 'held channel'],
  ['RCPT TO', "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", 'held channel'],
  ['RCPT TO', '530 5.7.1 Authentication required', 'held channel'],
  ['RCPT TO', '550 authentication required for this', 'held channel'],
  ['RCPT TO', '553 5.7.1 <news@example.org>: Sender address rejected: not logged in', 'held channel'],
  ['RCPT TO', '550 5.1.8 <news@example.org>: Sender address rejected: Domain not found', 'held channel'],
  ['RCPT TO', '550 Sender verify failed', 'held channel'],
  [
    'RCPT TO',
    '554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using zen.spamhaus.org',
    'held channel',
  ],
  ['RCPT TO', '450 4.7.1 Client host rejected: cannot find your hostname, [203.0.113.9]', 'held channel'],
  ['RCPT TO', '504 5.5.2 <host>: Helo command rejected: need fully-qualified hostname', 'held channel'],
  ['RCPT TO', '550 5.7.25 The IP address sending this message does not have a PTR record set up', 'held channel'],
  ['RCPT TO', '550 5.7.511 Access denied, banned sender[203.0.113.9]', 'held channel'],
  ['RCPT TO', '550 5.7.606 Access denied, banned sending IP [203.0.113.9]', 'held channel'],
  ['RCPT TO', '550 5.4.5 Daily sending quota exceeded', 'held channel'],
  ['RCPT TO', '550 5.7.0 Your account has been suspended', 'held channel'],
  ['RCPT TO', '421 4.7.0 Too many messages from 203.0.113.9, closing connection', 'held channel'],

  // After DATA: the message itself.
  ['DATA', '552 5.3.4 Message size exceeds file system imposed limit', 'rejected message'],
  [
    'DATA',
    '552-5.2.3 Your message exceeded the size limits of the recipient\n552 5.2.3 See the help page',
    'rejected message',
  ],
  ['DATA', '554 5.6.0 Message contained bare line feeds', 'rejected message'],
  ['DATA', '550 5.6.11 SMTPSEND.BareLinefeedsAreIllegal', 'rejected message'],
  [
    'DATA',
    '552 5.7.0 This message was blocked because its content presents a potential security issue',
    'rejected message',
  ],
  ['DATA', '552 Message too large', 'rejected message'],
  ['DATA', '552 Requested mail action aborted', 'rejected message'],
  ['DATA', '550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found', 'rejected recipient'],

  // After DATA: ours.
  ['DATA', '550 5.4.5 Daily user sending quota exceeded. For more information go to the help page', 'held channel'],
  ['DATA', '554 5.2.252 SendAsDenied; desk@example.org not allowed to send as news@example.org', 'held channel'],
  ['DATA', '554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException; Failed to process message', 'held channel'],
  ['DATA', '550 5.7.60 SMTP; Client does not have permissions to send as this sender', 'held channel'],
  ['DATA', '550 5.7.501 Service unavailable. Spam abuse detected from this address', 'held channel'],
  ['DATA', '550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP', 'held channel'],
  ['DATA', '550 5.7.515 Access denied, sending domain does not meet the required authentication level', 'held channel'],
  [
    'DATA',
    '550-5.7.26 Your email has been blocked because the sender is unauthenticated.\n550 5.7.26 SPF, DKIM',
    'held channel',
  ],
  [
    'DATA',
    '550-5.7.1 [203.0.113.9] Our system has detected an unusual rate of\n550 5.7.1 unsolicited mail originating from your IP address',
    'held channel',
  ],
  [
    'DATA',
    '554 Message rejected: Email address is not verified. The following identities failed the check',
    'held channel',
  ],
  ['DATA', '554 5.7.1 Relay access denied', 'held channel'],
  ['DATA', '550 5.7.1 Domain example.org is not allowed to send: the domain is unverified', 'held channel'],
  ['DATA', '550 5.7.1 DMARC validation failed', 'held channel'],
  ['DATA', '454 Throttling failure: Maximum sending rate exceeded.', 'held channel'],
  ['DATA', '454 Throttling failure: Daily message quota exceeded.', 'held channel'],
  ['DATA', '530 5.7.1 Authentication required', 'held channel'],

  // After DATA: it passes.
  ['DATA', '451 4.7.1 Please try again later', 'retry'],
  ['DATA', '450 4.7.0 Message deferred by the content filter', 'retry'],
  ['DATA', '451 Local error in processing', 'retry'],
];

/** What is ours, unless the server took a message for somebody else in between. */
const unclear: readonly (readonly [command: string, reply: string, forAll: string, amongOthers: string])[] = [
  ['RCPT TO', '550 5.7.1 Message refused', 'held channel', 'rejected target'],
  ['RCPT TO', '554 5.7.1 Access denied', 'held channel', 'rejected target'],
  ['RCPT TO', '550 Denied', 'held channel', 'rejected target'],
  ['RCPT TO', '554 Transaction failed', 'held channel', 'rejected target'],
  ['RCPT TO', '550 5.3.0 Rejected', 'held channel', 'rejected target'],
  ['RCPT TO', '551 User not local; please try elsewhere', 'held channel', 'rejected target'],
  ['RCPT TO', '501 5.5.4 Unsupported option', 'held channel', 'rejected target'],
  ['DATA', '550 5.7.1 Refused', 'held channel', 'rejected target'],
  ['DATA', '554 Transaction failed', 'held channel', 'rejected target'],
  ['DATA', '550 5.4.0 Mail loop', 'held channel', 'rejected target'],
  ['DATA', '554 no thanks', 'held channel', 'rejected target'],
  ['DATA', '554 5.7.1 The message was identified as spam', 'held channel', 'rejected message'],
  ['DATA', '550 5.7.1 Message contains a virus', 'held channel', 'rejected message'],
  ['DATA', '421 4.7.0 Temporary system problem. Try again later', 'held channel', 'retry'],
  ['DATA', '452 4.3.1 Insufficient system storage', 'held channel', 'retry'],
  ['DATA', '451 4.3.5 Server configuration problem', 'held channel', 'retry'],
  ['DATA', '450 4.2.0 Sending rate limit exceeded, slow down', 'held channel', 'retry'],
];

describe('a refusal by a mail server', () => {
  it.each(clear)('%s: %s → %s', (command, reply, expected) => {
    expect([shortOf(refusedAt(command, reply)), shortOf(refusedAt(command, reply), { takesOthers: true })]).toEqual([
      expected,
      expected,
    ]);
  });

  it.each(unclear)('%s: %s → %s, or %s where others are served', (command, reply, forAll, amongOthers) => {
    expect([shortOf(refusedAt(command, reply)), shortOf(refusedAt(command, reply), { takesOthers: true })]).toEqual([
      forAll,
      amongOthers,
    ]);
  });

  it('is shown in the server’s own words, in one line, with what to do where it is ours', () => {
    const reply = '535-5.7.8 Username and Password not accepted.\n535 5.7.8 See the help page';
    expect(
      smtpOutcome(
        smtpFailureOf(Object.assign(refusedAt('AUTH PLAIN', reply), { message: `Invalid login: ${reply}` }), false),
        false,
      ),
    ).toEqual({
      kind: 'held',
      scope: 'channel',
      afterSeconds: null,
      response:
        'Invalid login: 535-5.7.8 Username and Password not accepted. See the help page (check the user and password in SMTP_URL, and that this account may send)',
    });
    expect(smtpOutcome(smtpFailureOf(refusedAt('RCPT TO', '550 5.1.1 gone'), true), false)).toMatchObject({
      response: '550 5.1.1 gone',
    });
  });
});

describe('no answer', () => {
  it.each([
    ['the name is unknown', brokeOff('EDNS', 'getaddrinfo ENOTFOUND mail.example.org')],
    ['nothing listens', brokeOff('ESOCKET', 'connect ECONNREFUSED 127.0.0.1:25')],
    ['TLS fails', brokeOff('ETLS', 'self-signed certificate')],
  ])('where %s holds the channel, whatever the pooled connection did before', (_, error) => {
    expect([shortOf(error, { sessionStood: false }), shortOf(error, { sessionStood: true })]).toEqual([
      'held channel',
      'held channel',
    ]);
  });

  it.each([
    ['greets', brokeOff('ETIMEDOUT', 'Greeting never received')],
    ['ends a connection', brokeOff('ECONNECTION', 'Connection closed unexpectedly')],
    ['is through within the limit', brokeOff('EABORT', 'Message sending aborted', '')],
  ])(
    'of a server that never %s holds the channel before the message’s turn, and is this sending’s fault after',
    (_, error) => {
      expect([shortOf(error, { sessionStood: false }), shortOf(error, { sessionStood: true })]).toEqual([
        'held channel',
        'retry',
      ]);
    },
  );

  it('is needed where nodemailer itself refuses: a size the server has announced, an address that is none', () => {
    expect([
      shortOf(brokeOff('EMESSAGE', 'Message size larger than allowed 10000', 'MAIL FROM')),
      shortOf(brokeOff('EENVELOPE', 'Invalid recipient "a b"', 'API')),
      shortOf(brokeOff('EENVELOPE', 'Invalid sender "a\\r\\nb"', 'API')),
      shortOf(brokeOff('ESTREAM', 'the stream broke', 'API')),
    ]).toEqual(['rejected message', 'rejected recipient', 'held channel', 'retry']);
  });
});
