import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { runHere } from '../support/tocsinHere.ts';

let database: TestDatabase;
let folder: string;
let settings: Readonly<Record<string, string>>;

beforeAll(async () => {
  [database, folder] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'tocsin-commands-'))]);
  settings = { DATABASE_URL: database.connectionString, DATA_DIR: join(folder, 'data'), CONFIG_DIR: folder };
});
afterAll(() => Promise.all([database.drop(), rm(folder, { recursive: true })]));

const tocsin = (...args: string[]) => runHere(args, settings);
const file = (name: string) => join(folder, name);

const rules = 'rules:\n  - { id: riot, query: riot }\n  - { id: csto, query: csto }\n';

describe('tocsin rules', () => {
  it('apply prints the plan, then applies it, with who and why', async () => {
    await writeFile(file('own.yaml'), rules);
    const { code, stdout } = await tocsin('rules', 'apply', file('own.yaml'), '--by', 'dana', '--why', 'the first');
    expect([code, stdout]).toEqual([
      0,
      '+ rule riot\n    + riot\n+ rule csto\n    + csto\n2 added, 0 changed, 0 removed\nApplied.\n',
    ]);
    expect(await database.db.query('SELECT made_by AS by, reason AS why FROM rule_sets')).toEqual([
      { by: 'dana', why: 'the first' },
    ]);
  });

  it('apply --dry-run says what would change, and changes nothing', async () => {
    const edited = rules.replace('query: csto', 'query: odkb');
    const { code, stdout } = await runHere(['rules', 'apply', '-', '--dry-run'], settings, edited);
    expect([code, stdout]).toEqual([
      0,
      '~ rule csto\n    - query: csto\n    + query: odkb\n0 added, 1 changed, 0 removed\n',
    ]);
    expect((await tocsin('rules', 'diff', file('own.yaml'))).code).toBe(0);
  });

  it('apply refuses a file with a fault, names its place, and changes nothing', async () => {
    await writeFile(file('bad.yaml'), 'rules:\n  - { id: riot, query: "(riot" }\n');
    const { code, stderr } = await tocsin('rules', 'apply', file('bad.yaml'));
    expect(code).toBe(1);
    expect(stderr).toContain(`${file('bad.yaml')}:2:25: error: riot: this bracket is never closed`);
    expect(stderr).toContain('Nothing was changed.');
    expect((await tocsin('rules', 'diff', file('own.yaml'))).code).toBe(0);
  });

  it('export prints what apply and diff take back, to standard output or into a file', async () => {
    const { code, stdout } = await tocsin('rules', 'export');
    expect(code).toBe(0);
    expect((await tocsin('rules', 'export', file('out.yaml'))).code).toBe(0);
    expect(await readFile(file('out.yaml'), 'utf8')).toBe(stdout);
    const { code: same } = await runHere(['rules', 'diff', '-'], settings, stdout);
    expect(same).toBe(0);
  });

  it('diff ends with 1 when they differ', async () => {
    const { code, stdout } = await runHere(['rules', 'diff', '-'], settings, 'rules: []');
    expect(code).toBe(1);
    expect(stdout).toContain('0 added, 0 changed, 2 removed');
  });
});

describe('tocsin feeds and subscribers', () => {
  it('apply, export and diff in the same way', async () => {
    for (const [kind, text] of [
      ['feeds', 'feeds:\n  - { url: "https://wire.example/rss", every: 5m }\n'],
      [
        'subscribers',
        'subscribers:\n  - email: a@example.org\n    subscriptions: [{ rules: [riot], schedule: hourly }]\n',
      ],
    ] as const) {
      expect((await runHere([kind, 'apply', '-'], settings, text)).code).toBe(0);
      const { stdout } = await tocsin(kind, 'export');
      expect((await runHere([kind, 'diff', '-'], settings, stdout)).code, kind).toBe(0);
    }
  });
});

describe('feeds with credentials', () => {
  it('keep references through apply, export, diff and doctor, and secrets show nowhere', async () => {
    const other = await createTestDatabase();
    try {
      const environment = { ...settings, DATABASE_URL: other.connectionString, WIRE_SECRET: 'hunter2' };
      const feed = 'url: "https://wire.example/private.rss", name: Wire';
      const open = `feeds:\n  - { ${feed} }\n`;
      const closed = `feeds:\n  - { ${feed}, auth: { bearer: "env:WIRE_SECRET" }, headers: { X-Client: "env:WIRE_CLIENT" } }\n`;
      expect((await runHere(['feeds', 'apply', '-'], environment, open)).code).toBe(0);

      const diff = await runHere(['feeds', 'diff', '-'], environment, closed);
      const shown = '{ auth: { bearer: env:WIRE_SECRET }, headers: { X-Client: env:WIRE_CLIENT } }';
      expect([diff.code, diff.stdout]).toEqual([1, expect.stringContaining(`+ Wire, adaptive, ${shown}`)]);
      expect((await runHere(['feeds', 'apply', '-'], environment, closed)).code).toBe(0);
      const exported = await runHere(['feeds', 'export'], environment);
      expect(exported.stdout).toContain('bearer: env:WIRE_SECRET');
      expect((await runHere(['feeds', 'diff', '-'], environment, exported.stdout)).code).toBe(0);

      const doctor = await runHere(['doctor'], environment);
      expect(doctor.stdout).toContain('warn  feed: Wire cannot be requested: WIRE_CLIENT is not set');
      expect(doctor.stdout).not.toContain('WIRE_SECRET is not set');
      const opml = await runHere(['feeds', 'export', '--opml'], environment);
      const stored = JSON.stringify(await other.db.query('SELECT row_to_json(f)::text AS row FROM feeds AS f'));
      for (const text of [diff, exported, doctor, opml].map(({ stdout, stderr }) => stdout + stderr).concat(stored)) {
        expect(text).not.toContain('hunter2');
      }

      const inline = closed.replace('env:WIRE_SECRET', 'hunter2');
      const refused = await runHere(['feeds', 'apply', '-'], environment, inline);
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(':2:77: error: auth.bearer: ')]);
      expect(refused.stderr + refused.stdout).not.toContain('hunter2');
    } finally {
      await other.drop();
    }
  });
});

describe('an apply that removes much', () => {
  const kept = async (kind: string) => (await tocsin(kind, 'export')).stdout;

  it.each([
    ['rules', 'removes 2 of 2 rules: none would be left', '- rule csto'],
    ['feeds', 'removes 1 of 1 feeds: none would be left', '- feed https://wire.example/rss'],
    ['subscribers', 'removes 1 of 1 subscribers: none would be left', '- subscriber a@example.org'],
  ])('of %s shows what would go, refuses, and does it with --prune', async (kind, reason, plan) => {
    const before = await kept(kind);
    const empty = `${kind}: []`;
    const refused = await runHere([kind, 'apply', '-'], settings, empty);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(`This ${reason}`)]);
    expect(refused.stderr).toContain('If you mean it, apply with --prune.\nNothing was changed.\n');
    expect(refused.stdout).toContain(plan);
    expect(refused.stdout).not.toContain('Applied.');
    expect(await kept(kind)).toBe(before);

    const dry = await runHere([kind, 'apply', '-', '--dry-run'], settings, empty);
    expect([dry.code, dry.stdout]).toEqual([0, expect.stringContaining(`note: ${reason}`)]);

    const pruned = await runHere([kind, 'apply', '-', '--prune'], settings, empty);
    expect([pruned.code, pruned.stderr]).toEqual([0, '']);
    expect(await kept(kind)).not.toBe(before);
    const back = await runHere([kind, 'apply', '-'], settings, before);
    expect([back.code, back.stdout]).toEqual([0, expect.stringContaining('Applied.')]);
  });
});

describe('an edit of an older export', () => {
  it.each(['rules', 'feeds', 'subscribers'])('of %s is refused by --based-on, and a new one is not', async (kind) => {
    const basedOn = (text: string) => [kind, 'apply', '-', '--based-on', /--based-on (\S+)\.\n/.exec(text)?.[1] ?? ''];
    const older = (await tocsin(kind, 'export')).stdout;
    const colleagues = older.replace('a@example.org', 'b@example.org').replace(/(query|every): \S+/, '$1: 7m');
    expect((await runHere(basedOn(older), settings, colleagues)).stdout).toContain('Applied.');

    const newer = (await tocsin(kind, 'export')).stdout;
    const refused = await runHere(basedOn(older), settings, older);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(`a new \`tocsin ${kind} export\``)]);
    expect(refused.stderr).toContain('Nothing was changed.');
    expect((await tocsin(kind, 'export')).stdout).toBe(newer);
    expect((await runHere(basedOn(newer), settings, older)).stdout).toContain('Applied.');
  });
});

describe('bad usage', () => {
  it.each([
    [['rules', 'apply'], 'missing required argument'],
    [['rules', 'aply', 'x'], 'Did you mean apply?'],
    [['rules', 'apply', '/nowhere/rules.yaml'], '/nowhere/rules.yaml cannot be read'],
    [['feeds', 'apply', '-', '--why', 'x'], 'unknown option'],
    [['feds', 'export'], 'Did you mean feeds?'],
  ])('%j ends with 2 and says why', async (args, words) => {
    const { code, stderr } = await runHere(args, settings);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });

  it('a wrong setting ends a command with 2, its name, what is expected and an example', async () => {
    const { code, stderr } = await runHere(['rules', 'export'], { ...settings, PORT: 'http' });
    expect(code).toBe(2);
    expect(stderr).toContain('PORT: expected a whole number, for example 8080, got "http"');
  });
});

describe('tocsin doctor', () => {
  it('goes through everything and ends with 0 when nothing is at fault', async () => {
    const { code, stdout } = await tocsin('doctor');
    expect(stdout).not.toContain('FAIL');
    expect(code).toBe(0);
    for (const name of ['settings', 'data folder', 'store', 'queue']) expect(stdout).toContain(`ok    ${name}: `);
    expect(stdout).toContain('one-click unsubscribe needs it (RFC 8058)');
    expect(stdout).toContain('rules.yaml: the file does not exist');
  });

  it('names each fault, what to do, and ends with 1', async () => {
    const { code, stdout } = await runHere(['doctor'], {
      ...settings,
      SMTP_URL: 'smtp://127.0.0.1:1',
      REDIS_URL: 'redis://127.0.0.1:1',
      SMTP_URI: 'x',
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(/FAIL {2}mail: .*ECONNREFUSED.*\n {6}→ check SMTP_URL/);
    expect(stdout).toMatch(/FAIL {2}queue: .*ECONNREFUSED.*\n {6}→ check REDIS_URL/);
    expect(stdout).toMatch(/warn {2}settings: Tocsin has no setting SMTP_URI\n {6}→ if you mean SMTP_URL/);
    expect(stdout).toContain('ok    store: ');
  });

  it('shows every wrong setting', async () => {
    const { code, stdout } = await runHere(['doctor'], { PORT: 'http', LOG_LEVEL: 'loud' });
    expect(code).toBe(1);
    expect(stdout).toContain('FAIL  setting: PORT: ');
    expect(stdout).toContain('FAIL  setting: LOG_LEVEL: ');
  });

  it('looks at files that are not imported yet without importing them', async () => {
    const fresh = await createTestDatabase();
    try {
      await writeFile(file('rules.yaml'), rules);
      await writeFile(file('feeds.yaml'), 'feeds:\n  - { url: "http://127.0.0.1:1/rss", name: Wire }\n');
      await writeFile(
        file('subscribers.yaml'),
        'subscribers:\n  - email: a@example.org\n    subscriptions: [{ rules: [riot], schedule: dayly }]\n',
      );
      const { code, stdout } = await runHere(['doctor', '--feeds'], {
        ...settings,
        DATABASE_URL: fresh.connectionString,
      });
      expect(code).toBe(1);
      expect(stdout).toContain(`ok    ${file('rules.yaml')}: will be imported at the next start`);
      expect(stdout).toMatch(
        /FAIL {2}\S*subscribers\.yaml: has errors:\n.*:3:48: error: schedule: "dayly" is not a schedule/,
      );
      expect(stdout).toMatch(/FAIL {2}feed Wire: .*\n {6}→ .*ALLOW_PRIVATE_ADDRESSES/);
      expect(await fresh.db.query('SELECT FROM config_imports UNION ALL SELECT FROM rule_sets')).toEqual([]);
    } finally {
      await fresh.drop();
    }
  });
});

describe('tocsin feeds add', () => {
  it('adds one feed once, as the file would have it, and the audit log says who did', async () => {
    const add = (...rest: readonly string[]) => runHere(['feeds', 'add', 'ship.example/rss', ...rest], settings);
    expect(await add('--every', 'often')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is not a duration'),
    });
    const added = await add('--name', 'Ship', '--every', '5m', '--by', 'dana', '--why', 'asked for');
    expect([added.code, added.stdout]).toEqual([
      0,
      expect.stringMatching(/^Added as feed \d+; it is polled at once\.\n$/),
    ]);
    expect(await add()).toMatchObject({ code: 1, stderr: 'https://ship.example/rss is already there: Ship\n' });
    const rows = await database.db.query(
      `SELECT f.name, f.every_seconds AS every, a.actor_kind AS kind, a.actor_name AS by, a.why
         FROM feeds AS f JOIN audit_log AS a ON a.subject_kind = 'feed' AND a.subject_id = f.id::text`,
    );
    expect(rows).toEqual([{ name: 'Ship', every: 300, kind: 'command', by: 'dana', why: 'asked for' }]);
    await database.db.execute("UPDATE feeds SET removed_at = now() WHERE name = 'Ship'");
  });
});

describe('tocsin feeds import', () => {
  const opml = `<opml version="2.0"><body><outline text="World">
    <outline text="Wire again" xmlUrl="https://wire.example/rss"/>
    <outline text="Courier" xmlUrl="https://courier.example/feed"/>
    <outline text="Broken" xmlUrl="nowhere"/></outline></body></opml>`;
  const polled = async () =>
    (await database.db.query<{ name: string }>('SELECT name FROM feeds WHERE removed_at IS NULL ORDER BY id')).map(
      ({ name }) => name,
    );

  it('adds what is not polled yet, leaves the rest, names what is no feed, and exports what other readers import', async () => {
    await runHere(
      ['feeds', 'apply', '-'],
      settings,
      'feeds: [{ url: "https://wire.example/rss", name: Wire, every: 5m }]',
    );
    const shown =
      '+ feed https://courier.example/feed\n    Courier\nnote: 1 of the file is already there\n1 added, 0 changed, 0 removed\n';

    const trial = await runHere(['feeds', 'import', '-', '--dry-run'], settings, opml);
    expect([trial.code, trial.stdout]).toEqual([1, shown]);
    expect(trial.stderr).toContain('-:4:5: error: the xmlUrl "nowhere" is not an address');
    expect(await polled()).toEqual(['Wire']);

    await writeFile(file('feeds.opml'), Buffer.from(`\ufeff${opml}`, 'utf16le'));
    const { code, stdout } = await tocsin('feeds', 'import', file('feeds.opml'));
    expect([code, stdout]).toEqual([1, `${shown}Imported.\n`]);
    expect(await polled()).toEqual(['Wire', 'Courier']);

    const exported = await tocsin('feeds', 'export', '--opml');
    expect(exported.stdout).toContain(
      '<outline type="rss" text="Courier" title="Courier" xmlUrl="https://courier.example/feed"/>',
    );
    const again = await runHere(['feeds', 'import', '-'], settings, exported.stdout);
    expect([again.code, again.stdout]).toEqual([
      0,
      'The feeds are the same; nothing changes.\nnote: 2 of the file are already there\n',
    ]);
  });

  it('of a file that is no OPML changes nothing and ends with 1', async () => {
    const before = await polled();
    const { code, stderr } = await runHere(['feeds', 'import', '-'], settings, 'feeds: []');
    expect([code, stderr]).toEqual([1, '-:1:1: error: this is not OPML: it has no <opml> element\n']);
    expect(await polled()).toEqual(before);
  });
});
