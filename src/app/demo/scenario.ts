import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { hourMs } from '../../domain/basics/time.ts';

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const scenarioShape = z.strictObject({
  outlets: z.array(z.strictObject({ id: z.string(), name: z.string(), domain: z.string(), lang: z.string() })),
  /** In order of time. A second article with the same outlet and id is the publisher's change of the first. */
  articles: z.array(
    z.strictObject({ at: instant, outlet: z.string(), id: z.string(), title: z.string(), text: z.string() }),
  ),
});

export type Scenario = z.infer<typeof scenarioShape>;
export type ScenarioOutlet = Scenario['outlets'][number];
export type ScenarioArticle = Scenario['articles'][number];

/** Reads the bundled scenario. Its articles are invented for the demo, after the events of January 2022. */
export const readScenario = (file: string): Scenario => scenarioShape.parse(parse(readFileSync(file, 'utf8')));

/** The instants at which the replay looks around: every article's publication, and every full hour for the digests. */
export function momentsOf(scenario: Scenario): readonly Date[] {
  const times = scenario.articles.map((article) => article.at.getTime());
  const first = Math.floor(Math.min(...times) / hourMs) * hourMs;
  const last = Math.ceil(Math.max(...times) / hourMs) * hourMs + 12 * hourMs;
  const hours = Array.from({ length: (last - first) / hourMs + 1 }, (_, hour) => first + hour * hourMs);
  return [...new Set([...times, ...hours])].sort((a, b) => a - b).map((time) => new Date(time));
}
