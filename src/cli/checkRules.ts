import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { readRulesFile } from '../../config/rulesFile.ts';
import { writeLine } from './jsonLines.ts';
import { findingsIn, type RuleFinding, shownFinding } from './ruleFindings.ts';

export const checkRulesCommand = (): Command =>
  new Command('check-rules')
    .description('Checks rules files: errors, and what is likely a mistake.')
    .argument('<files...>', 'rules files (YAML or JSON)')
    .option('--json', 'one JSON line a finding', false)
    .action(checkRules);

/** Exit code 1 when a file has an error; warnings leave it at 0. */
async function checkRules(files: readonly string[], { json }: { readonly json: boolean }): Promise<void> {
  let rules = 0;
  let errors = 0;
  for (const file of files) {
    const read = readRulesFile(await readFile(file, 'utf8'), file);
    const findings = findingsIn(file, read);
    rules += read.rules.length;
    errors += findings.filter(({ severity }) => severity === 'error').length;
    for (const finding of findings) await show(finding, json);
    if (!json) noteAlerts(file, read.rules.filter(({ alert }) => alert.on !== 'article').length);
  }
  if (!json) process.stdout.write(`${rules} rules, ${errors} errors\n`);
  if (errors > 0) process.exitCode = 1;
}

async function show(finding: RuleFinding, json: boolean): Promise<void> {
  const { query: _query, ...line } = finding;
  if (json) await writeLine(line);
  else process.stdout.write(`${shownFinding(finding)}\n`);
}

/** Said once a file, so that nobody waits for what cannot come yet. */
function noteAlerts(file: string, count: number): void {
  if (count === 0) return;
  process.stdout.write(
    `${file}: alert.on change and story act as article until stories are grouped (${count} rules)\n`,
  );
}
