import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { referencesOf, refusedReference } from '../../../config/references.ts';
import { mistypedSettings } from '../../../config/settingNames.ts';
import { settingShapes } from '../../../config/settingShapes.ts';
import { type Environment, readSettings } from '../../../config/settings.ts';
import { SettingsError } from '../../../config/settingsError.ts';

function problemsOf(env: Environment): readonly string[] {
  try {
    readSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe('settings', () => {
  it('are all at their defaults in an empty environment', () => {
    expect(readSettings({})).toEqual({
      databaseUrl: null,
      queueDatabaseUrl: null,
      redisUrl: null,
      dataDir: './data',
      configDir: './config',
      host: '127.0.0.1',
      port: 8080,
      publicUrl: 'http://127.0.0.1:8080',
      secretKey: null,
      smtpUrl: null,
      mailFrom: { name: 'Tocsin', address: 'tocsin@localhost' },
      dkim: null,
      adminEmail: null,
      adminPassword: null,
      canaryMinutes: 15,
      slackWebhookUrl: null,
      trustedProxies: [],
      authProxyHeader: null,
      oidc: null,
      allowPrivateAddresses: [],
      logLevel: 'info',
      retentionDays: 400,
      pollMinSeconds: 120,
      pollMaxSeconds: 3600,
      heartbeatUrl: null,
    });
  });

  it('count as not set when they are empty', () => {
    expect(readSettings({ PORT: '', SMTP_URL: '', DATABASE_URL: undefined })).toEqual(readSettings({}));
  });

  it('make the public address from host and port, also of IPv6', () => {
    expect(readSettings({ HOST: '::1', PORT: '81' }).publicUrl).toBe('http://[::1]:81');
    expect(readSettings({ PUBLIC_URL: 'https://tocsin.example.org/' }).publicUrl).toBe('https://tocsin.example.org');
  });

  it('read lists and keys', () => {
    const env = { ALLOW_PRIVATE_ADDRESSES: ' 10.0.0.0/8, fd00::/8 ,' };
    expect(readSettings(env).allowPrivateAddresses).toEqual(['10.0.0.0/8', 'fd00::/8']);
    const dkim = { DKIM_DOMAIN: 'example.org', DKIM_SELECTOR: 'mail' };
    const inline = readSettings({ ...dkim, DKIM_PRIVATE_KEY: '-----BEGIN KEY-----\\nabc\\n-----END KEY-----' });
    expect(inline.dkim?.privateKey).toBe('-----BEGIN KEY-----\nabc\n-----END KEY-----');
  });

  it('read the DKIM key from a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tocsin-dkim-'));
    try {
      const file = join(folder, 'key.pem');
      writeFileSync(file, '-----BEGIN PRIVATE KEY-----\n');
      const env = { DKIM_DOMAIN: 'example.org', DKIM_SELECTOR: 'mail', DKIM_PRIVATE_KEY: file };
      expect(readSettings(env).dkim?.privateKey).toContain('BEGIN');
      writeFileSync(file, 'no key');
      expect(problemsOf(env)).toEqual([expect.stringMatching(/^DKIM_PRIVATE_KEY: expected a PEM/)]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a setting that is accepted', () => {
  it('is one that the program reads', () => {
    const source = readFileSync(new URL('../../../config/settings.ts', import.meta.url), 'utf8');
    expect(Object.keys(settingShapes).filter((name) => !new RegExp(`\\b${name}\\b`).test(source))).toEqual([]);
  });
});

describe('the page on configuration', () => {
  it('has every setting', () => {
    const page = readFileSync(new URL('../../../docs/configuration.md', import.meta.url), 'utf8');
    expect(Object.keys(settingShapes).filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('a wrong setting', () => {
  it.each([
    ['PORT', 'eighty', 'whole number', '8080'],
    ['PORT', '70000', '0 to 65535', '8080'],
    ['DATABASE_URL', 'mysql://localhost/x', 'a URL like', 'postgres://'],
    ['REDIS_URL', 'redis:', 'a URL like', 'redis://localhost:6379'],
    ['SMTP_URL', 'mail.example.org', 'a URL like', 'smtps://'],
    ['SMTP_URL', 'smtp://user:100%@mail.example.org', 'a % in the user or the password', '%25'],
    ['SMTP_URL', 'smtp://mail.example.org?requiretls=true', 'the option “requiretls” is not known', 'requireTLS'],
    ['SMTP_URL', 'smtp://mail.example.org?requireTLS=yes', 'expected requireTLS to be', 'true or false'],
    ['SMTP_URL', 'smtp://mail.example.org?authMethod=NTLM', 'expected authMethod to be', 'CRAM-MD5'],
    ['PUBLIC_URL', 'tocsin.example.org', 'a URL like', 'https://'],
    ['SECRET_KEY', 'short', 'at least 16', 'openssl rand'],
    ['MAIL_FROM', 'tocsin', 'an address like', 'Tocsin <tocsin@example.org>'],
    ['MAIL_FROM', 'Tocsin <a@example.org>, b@example.org', 'an address like', 'Tocsin <tocsin@example.org>'],
    ['MAIL_FROM', 'Tocsin: a@example.org', 'an address like', 'Tocsin <tocsin@example.org>'],
    ['ADMIN_PASSWORD', 'short', 'at least 10', 'characters'],
    ['TRUSTED_PROXIES', 'localhost', 'address ranges like', '127.0.0.1/32'],
    ['ALLOW_PRIVATE_ADDRESSES', '10.0.0.1', 'address ranges like', '10.1.0.0/16'],
    ['LOG_LEVEL', 'loud', 'one of', 'info'],
    ['RETENTION_DAYS', '3', '31 to', '400'],
    ['POLL_MIN_SECONDS', '1.5', 'whole number', '120'],
    ['DKIM_PRIVATE_KEY', '/nowhere/key.pem', 'PEM', 'path of a file'],
  ])('%s=%s is told with its name, what is expected and an example', (name, value, expected, example) => {
    const [first] = problemsOf({ [name]: value });
    expect(first).toMatch(new RegExp(`^${name}: `));
    expect(first).toContain(expected);
    expect(first).toContain(example);
  });

  it('is told together with all the others', () => {
    const problems = problemsOf({
      PORT: 'x',
      LOG_LEVEL: 'loud',
      DKIM_DOMAIN: 'example.org',
      POLL_MIN_SECONDS: '50',
      POLL_MAX_SECONDS: '40',
    });
    const names = problems.map((problem) => problem.split(':')[0]);
    expect(names).toEqual(['PORT', 'LOG_LEVEL', 'DKIM_SELECTOR', 'DKIM_PRIVATE_KEY', 'POLL_MAX_SECONDS']);
  });

  it('never shows what may be a secret', () => {
    const secret = 'hunter2';
    for (const name of [
      'DATABASE_URL',
      'REDIS_URL',
      'SMTP_URL',
      'SECRET_KEY',
      'SLACK_WEBHOOK_URL',
      'DKIM_PRIVATE_KEY',
    ]) {
      const problems = problemsOf({ [name]: `wrong:${secret}`.slice(0, 15) });
      expect(problems.length, name).toBeGreaterThan(0);
      expect(problems.join(), name).not.toContain(secret);
    }
  });
});

describe('a name that is nearly a setting', () => {
  it('is pointed out with the one that was probably meant', () => {
    const env = { SMTP_URI: '', DATABSE_URL: '', smtp_url: '', POLL_MIN_SECOND: '' };
    expect(mistypedSettings(env).map(({ meant }) => meant)).toEqual([
      'SMTP_URL',
      'DATABASE_URL',
      'SMTP_URL',
      'POLL_MIN_SECONDS',
    ]);
  });

  it('is not suspected in settings, in names of the system, and in names built on ours', () => {
    const env = { SMTP_URL: '', PORT: '', HOSTNAME: '', HOME: '', LOGNAME: '', PATH: '', SLACK_WEBHOOK_URL_2: '' };
    expect(mistypedSettings(env)).toEqual([]);
  });
});

describe('a reference', () => {
  const resolve = referencesOf({
    HOOK_SECRET: 'whsec_x',
    SLACK_WEBHOOK_URL: 'https://hooks.slack.com/x',
    SMTP_URL: 'x',
  });

  it('stands for the variable of that name', () => {
    expect(resolve('env:HOOK_SECRET')).toEqual({ ok: true, value: 'whsec_x' });
    expect(resolve('env:SLACK_WEBHOOK_URL')).toEqual({ ok: true, value: 'https://hooks.slack.com/x' });
  });

  it('to a setting of our own is refused, in any case of its letters', () => {
    for (const name of ['SMTP_URL', 'smtp_url', 'SECRET_KEY', 'DATABASE_URL', 'DKIM_PRIVATE_KEY'])
      expect(resolve(`env:${name}`), name).toMatchObject({
        ok: false,
        message: expect.stringContaining('use a separate variable'),
      });
  });

  it('to a variable that is not set is a failure that names it', () => {
    expect(resolve('env:OTHER')).toMatchObject({ ok: false, message: expect.stringContaining('OTHER is not set') });
  });

  it('has the form env:NAME', () => {
    for (const text of ['HOOK_SECRET', 'env:', 'env:A B', 'env:1A']) expect(refusedReference(text)).not.toBeNull();
  });
});
