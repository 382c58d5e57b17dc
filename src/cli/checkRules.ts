import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { type RulesFile, readRulesFile } from '../../config/rulesFile.ts';
import { formatQuery } from '../domain/rules/language/format.ts';
import { parseQuery } from '../domain/rules/language/parser.ts';
import { writeLine } from './jsonLines.ts';
import { findingsIn, type RuleFinding, shownFinding } from './ruleFindings.ts';
import { formsIn, type WordForms } from './ruleForms.ts';

export const checkRulesCommand = (): Command =>
  new Command('check-rules')
    .description('Checks rules files: errors, and what is likely a mistake.')
    .argument('<files...>', 'rules files (YAML or JSON)')
    .option('--json', 'one JSON line a finding', false)
    .option('--forms', 'show the forms under which each word is looked for', false)
    .option('--format', 'show each query as it is understood, all operators and brackets written out', false)
    .action(checkRules);

interface Options {
  readonly json: boolean;
  readonly forms: boolean;
  readonly format: boolean;
}

/** Exit code 1 when a file has an error; warnings leave it at 0. */
async function checkRules(files: readonly string[], { json, forms, format }: Options): Promise<void> {
  let rules = 0;
  let errors = 0;
  for (const file of files) {
    const read = readRulesFile(await readFile(file, 'utf8'), file);
    const findings = findingsIn(file, read);
    if (format) for (const line of formatted(read)) await write(line, `${line.rule}: ${line.query}`, json);
    if (forms) for (const line of formsIn(read)) await write({ file, ...line }, shownForms(line), json);
    rules += read.rules.length;
    errors += findings.filter(({ severity }) => severity === 'error').length;
    for (const finding of findings) await show(finding, json);
    if (!json) noteAlerts(file, read.rules.filter(({ alert }) => alert.on !== 'article').length);
  }
  if (!json) process.stdout.write(`${rules} rules, ${errors} errors\n`);
  if (errors > 0) process.exitCode = 1;
}

function show(finding: RuleFinding, json: boolean): Promise<void> {
  const { query: _query, ...line } = finding;
  return write(line, shownFinding(finding), json);
}

async function write(value: object, words: string, json: boolean): Promise<void> {
  if (json) await writeLine(value);
  else process.stdout.write(`${words}\n`);
}

const shownForms = ({ of, word, forms, also }: WordForms): string =>
  `${of}: ${word} → ${[...forms, ...(also === null ? [] : [`+ ${also}`])].join(' ')}`;

const formatted = ({ concepts, rules }: RulesFile) =>
  rules.flatMap(({ id, query }) => {
    const parsed = parseQuery(query, { concepts });
    return parsed.kind === 'query' ? [{ rule: id, query: formatQuery(parsed.node) }] : [];
  });

/** Said once a file, so that nobody waits for what cannot come yet. */
function noteAlerts(file: string, count: number): void {
  if (count === 0) return;
  process.stdout.write(
    `${file}: alert.on change and story act as article until stories are grouped (${count} rules)\n`,
  );
}
