import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { errorsIn } from '../../config/ruleFindings.ts';
import { type RulesFile, readRulesFile } from '../../config/rulesFile.ts';
import { parseQuery } from '../domain/rules/language/parser.ts';
import { compileRuleSet } from '../domain/rules/matcher/compile.ts';
import { explain } from '../domain/rules/matcher/explain.ts';
import type { MatchInput, RuleSet } from '../domain/rules/rule.ts';
import { inputOf, readArticles } from './articleLines.ts';
import { writeLine } from './jsonLines.ts';
import { shownFinding } from './shownFinding.ts';

interface Options {
  readonly rules: string;
  readonly articles: string;
  readonly explain: boolean;
}

export const matchCommand = (): Command =>
  new Command('match')
    .description('Matches articles (JSON Lines) against a rules file.')
    .requiredOption('--rules <file>', 'the rules (YAML or JSON)')
    .option('--articles <file>', 'the articles; - is standard input', '-')
    .option('--explain', 'say for every rule which clause held and which failed', false)
    .action(match);

/** A bad rule is named on stderr and left out; the exit code is 1 then. */
async function match({ rules: file, articles, explain: explains }: Options): Promise<void> {
  const read = readRulesFile(await readFile(file, 'utf8'), file);
  const errors = errorsIn(file, read);
  for (const finding of errors) process.stderr.write(`${shownFinding(finding)}\n`);
  if (errors.length > 0) process.exitCode = 1;
  const compiled = compileRuleSet(asRuleSet(read));
  for await (const line of readArticles(articles)) {
    const input = inputOf(line);
    const matches = compiled.match(input).map(({ ruleId, spans, score }) => ({ rule: ruleId, spans, score }));
    await writeLine({ id: line.id, matches, ...(explains ? { explain: explanations(read, input) } : {}) });
  }
}

/** A file's rules as a set of its own; its numbers mean nothing outside this run. */
const asRuleSet = ({ concepts, rules }: RulesFile): RuleSet => ({
  number: 1,
  rules: rules.map(({ id, name, query, owner, alert }, index) => ({
    id: index + 1,
    ruleId: id,
    revision: 1,
    ...{ name, query, owner, alert, concepts },
  })),
});

const explanations = ({ concepts, rules }: RulesFile, input: MatchInput) =>
  rules.flatMap(({ id, query }) => {
    const parsed = parseQuery(query, { concepts });
    return parsed.kind === 'query' ? [{ rule: id, ...explain(query, parsed.node, input) }] : [];
  });
