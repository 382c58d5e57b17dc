import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { errorsIn } from '../../config/ruleFindings.ts';
import { type RulesFile, readRulesFile } from '../../config/rulesFile.ts';
import { readFigures } from '../domain/figures/reading.ts';
import { parseQuery } from '../domain/rules/language/parser.ts';
import { readsLedger } from '../domain/rules/language/readsLedger.ts';
import { compileRuleSet } from '../domain/rules/matcher/compile.ts';
import { createExplainer, type ReadQuery } from '../domain/rules/matcher/explain.ts';
import { isDecidedBy } from '../domain/rules/residue.ts';
import type { RuleSet } from '../domain/rules/rule.ts';
import { unsavedRule } from '../domain/rules/unsavedRule.ts';
import { inputOf, readArticles } from './articleLines.ts';
import { shownFinding } from './findingOutput.ts';
import { writeLine } from './jsonLines.ts';
import { createStoryLedgers } from './storyLedgers.ts';

interface Options {
  readonly rules: string;
  readonly articles: string;
  readonly explain: boolean;
}

export const matchCommand = (): Command =>
  new Command('match')
    .requiredOption('--rules <file>', 'the rules file (YAML or JSON)')
    .option('--articles <file>', 'the articles; - for standard input', '-')
    .option('--explain', 'show for every rule which clauses held and which failed', false)
    .action(match);

/** A bad rule is named on stderr and left out; the exit code is 1 then. */
async function match({ rules: file, articles, explain: explains }: Options): Promise<void> {
  const read = readRulesFile(await readFile(file, 'utf8'), file);
  const errors = errorsIn(file, read);
  for (const finding of errors) process.stderr.write(`${shownFinding(finding)}\n`);
  if (errors.length > 0) process.exitCode = 1;
  const compiled = compileRuleSet(asRuleSet(read));
  const queries = queriesIn(read);
  const explanationsOf = explains ? createExplainer(queries) : null;
  const stories = queries.some(({ node }) => readsLedger(node)) ? createStoryLedgers() : null;
  for await (const line of readArticles(articles)) {
    const reading = readFigures(line.readable);
    const input = inputOf(line, reading);
    const moves = stories?.enter(line, reading).moves ?? [];
    const matches = compiled
      .match(input)
      .filter(({ awaits }) => awaits === null || isDecidedBy(awaits, moves))
      .map(({ ruleId, spans, score }) => ({ rule: ruleId, spans, score }));
    const explain = explanationsOf?.(input, moves).map((clause, place) => ({ rule: queries[place]?.rule, ...clause }));
    await writeLine({ id: line.id, matches, ...(explain === undefined ? {} : { explain }) });
  }
}

const asRuleSet = ({ concepts, rules }: RulesFile): RuleSet => ({
  number: 1,
  rules: rules.map(({ id, query }, index) => unsavedRule({ id: index + 1, ruleId: id, query, concepts })),
});

interface QueryOfRule extends ReadQuery {
  readonly rule: string;
}

/** Those that the language takes. */
const queriesIn = ({ concepts, rules }: RulesFile): readonly QueryOfRule[] =>
  rules.flatMap(({ id, query }) => {
    const parsed = parseQuery(query, { concepts });
    return parsed.kind === 'query' ? [{ rule: id, query, node: parsed.node }] : [];
  });
