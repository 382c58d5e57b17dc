import { Command, Option } from 'commander';
import type { Database } from '../adapters/store/database.ts';
import { createDeliveryFacts } from '../adapters/store/history/deliveryFactsOf.ts';
import { createExplainStore } from '../adapters/store/history/explainedArticles.ts';
import { createRuleHistory } from '../adapters/store/rules/ruleHistory.ts';
import { createRuleStore } from '../adapters/store/rules/ruleStore.ts';
import { subscriberIdOf } from '../adapters/store/subscribers/subscriberIds.ts';
import { systemClock } from '../app/systemPorts.ts';
import type { Concepts } from '../domain/rules/rule.ts';
import { explainDelivery } from '../pipeline/history/explainDelivery.ts';
import { explainQuery } from '../pipeline/history/explainQuery.ts';
import { idArgument } from './arguments.ts';
import { shownExplanation, shownVerdict } from './explainOutput.ts';
import { writeLine } from './jsonLines.ts';
import { noSuchRule } from './noSuchRule.ts';
import { onStore, refuse } from './onStore.ts';

interface Options {
  readonly subscriber?: string;
  readonly rule?: string;
  readonly query?: string;
  readonly json: boolean;
}

export const explainCommand = (): Command =>
  new Command('explain').addCommand(
    new Command('article')
      .description(
        'Says why a subscriber was notified of an article, or why not; or why a rule or a query matches it, or why not.',
      )
      .argument('<article>', 'its number', idArgument)
      .addOption(
        new Option(
          '--subscriber <address>',
          'why each subscription of this subscriber heard of it, or did not',
        ).conflicts(['rule', 'query']),
      )
      .addOption(new Option('--rule <rule>', 'clause by clause, the rule as it is in force').conflicts('query'))
      .option('--query <query>', 'clause by clause, this query with the concepts in the store')
      .option('--json', 'write JSON Lines', false)
      .action(explainArticle),
  );

const explainArticle = (articleId: number, options: Options, command: Command): Promise<void> =>
  onStore(async (db) => {
    if (options.subscriber !== undefined) return forSubscriber(db, articleId, options.subscriber, options);
    const asked = await queryAsked(db, options);
    if (asked === 'none') return command.error('error: give --subscriber, --rule or --query');
    if (asked !== 'refused') await forQuery(db, articleId, asked, options);
  });

async function forSubscriber(db: Database, articleId: number, address: string, { json }: Options): Promise<void> {
  const subscriberId = await subscriberIdOf(db, address);
  if (subscriberId === null) return refuse(`there is no subscriber ${address}`);
  const deps = { store: createDeliveryFacts(db), clock: systemClock };
  const found = await explainDelivery(deps, articleId, { subscriberId });
  if (found === null) return refuse(noSuchArticle(articleId));
  if (found.length === 0) return refuse(`${address} has no subscriptions`);
  for (const each of found) {
    if (json) await writeLine(each);
    else process.stdout.write(shownVerdict(each));
  }
}

const noSuchArticle = (articleId: number): string => `there is no article ${articleId}, or it is no longer kept`;

interface AskedQuery {
  readonly query: string;
  readonly concepts: Concepts;
}

async function queryAsked(db: Database, { rule, query }: Options): Promise<AskedQuery | 'none' | 'refused'> {
  if (query !== undefined) return { query, concepts: (await createRuleStore(db).read()).concepts };
  if (rule === undefined) return 'none';
  const history = createRuleHistory(db);
  const [newest] = await history.revisions(rule);
  if (newest?.state === 'in force') return newest;
  refuse(newest === undefined ? noSuchRule(rule, await history.ruleIds()) : `${rule} is no longer in force`);
  return 'refused';
}

async function forQuery(db: Database, articleId: number, asked: AskedQuery, { json }: Options): Promise<void> {
  const subject = { kind: 'article', articleId } as const;
  const explanation = await explainQuery(createExplainStore(db), { ...asked, subject, now: systemClock.now() });
  if (explanation.kind === 'no-article') refuse(noSuchArticle(articleId));
  else if (explanation.kind === 'refused') refuse(explanation.message);
  else if (json)
    await writeLine({ article: articleId, explain: explanation.clause, figures: explanation.text.figures });
  else process.stdout.write(shownExplanation(explanation));
}
