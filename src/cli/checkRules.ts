import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { findingsIn, type RuleFinding } from '../../config/ruleFindings.ts';
import { type RulesFile, readRulesFile } from '../../config/rulesFile.ts';
import { counted } from '../domain/basics/wording.ts';
import { parseAlertCondition } from '../domain/rules/alertCondition.ts';
import { formatQuery } from '../domain/rules/language/formatQuery.ts';
import { parseQuery } from '../domain/rules/language/parser.ts';
import { shownFinding } from './findingOutput.ts';
import { writeLine } from './jsonLines.ts';
import { formsIn, type WordForms } from './ruleForms.ts';

export const checkRulesCommand = (): Command =>
  new Command('check-rules')
    .argument('<files...>', 'rules files (YAML or JSON)')
    .option('--json', 'write one JSON line per finding', false)
    .option('--forms', 'show the forms that each word is matched in', false)
    .option(
      '--format',
      'show how each query and alert.when is understood, with every operator and bracket written out',
      false,
    )
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
    if (format) for (const line of formatted(read)) await write(line, shownFormat(line), json);
    if (forms) for (const line of formsIn(read)) await write({ file, ...line }, shownForms(line), json);
    rules += read.rules.length;
    errors += findings.filter(({ severity }) => severity === 'error').length;
    for (const finding of findings) await show(finding, json);
  }
  if (!json) process.stdout.write(`${counted(rules, 'rule')}, ${counted(errors, 'error')}\n`);
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
  rules.flatMap(({ id, query, alert }) => {
    const parsed = parseQuery(query, { concepts });
    const when = parseAlertCondition(alert.when ?? '');
    return [
      ...(parsed.kind === 'query' ? [{ rule: id, query: formatQuery(parsed.node) }] : []),
      ...(when.kind === 'condition' ? [{ rule: id, when: formatQuery(when.condition) }] : []),
    ];
  });

const shownFormat = (line: ReturnType<typeof formatted>[number]): string =>
  'when' in line ? `${line.rule}: alert.when: ${line.when}` : `${line.rule}: ${line.query}`;
