import { describe, expect, it } from 'vitest';
import { shownSettingsOf } from '../../../config/shownSettings.ts';
import { csvLine } from '../../../src/domain/basics/csv.ts';

describe('the settings in force', () => {
  const hidden = 'hunter2-of-the-wires';
  const env = {
    ...{ SECRET_KEY: hidden, ADMIN_PASSWORD: hidden, OIDC_CLIENT_SECRET: hidden, DKIM_PRIVATE_KEY: hidden },
    DATABASE_URL: `postgres://tocsin:${hidden}@db.example:5432/tocsin?password=${hidden}`,
    SMTP_URL: `smtps://user:${hidden}@mail.example:465`,
    SLACK_WEBHOOK_URL: `https://hooks.slack.com/services/${hidden}`,
    HEARTBEAT_URL: `https://hc.example/${hidden}`,
    PORT: '9090',
  };
  const of = (name: string) => shownSettingsOf(env).find((each) => each.name === name);

  it('show no secret, and of servers no password', () => {
    expect(JSON.stringify(shownSettingsOf(env))).not.toContain(hidden);
    expect(of('DATABASE_URL')?.value).toBe('postgres://db.example:5432/tocsin');
    expect(of('SECRET_KEY')).toMatchObject({ value: null, isSecret: true, isSet: true });
  });

  it('say what is set and what is the default', () => {
    expect(of('PORT')).toMatchObject({ value: '9090', isSet: true });
    expect(of('RETENTION_DAYS')).toMatchObject({ value: '400', isSet: false });
  });
});

describe('a line of CSV', () => {
  it('quotes what needs it, and makes formulas inert', () => {
    expect(csvLine(['plain', 'a,b', 'say "so"'])).toBe('plain,"a,b","say ""so"""\r\n');
    expect(csvLine(['=HYPERLINK("x")', ' +1', '-2', '@x'])).toBe(`"'=HYPERLINK(""x"")","' +1","'-2","'@x"\r\n`);
  });
});
