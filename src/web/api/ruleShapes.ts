import { z } from '@hono/zod-openapi';
import type { KeptRevision } from '../../domain/rules/keptRevision.ts';
import type { RuleInForce } from '../../ports/apiViews.ts';
import { closed, instant, instantOrNull } from './apiShapes.ts';

export const alertShape = closed({
  on: z.enum(['change', 'story', 'article']),
  when: z.string().optional(),
  cooldownSeconds: z.int().optional(),
}).openapi('Alert', { description: 'When a rule speaks: see docs/rules.md.' });

const definitionShape = {
  name: z.string(),
  query: z.string().openapi({ example: '@kazakhstan AND killed >= 1' }),
  owner: z.string().nullable(),
  alert: alertShape,
  blindBelow: z.number().nullable(),
};

export const ruleShape = closed({
  id: z.string().openapi({ example: 'casualty-updates' }),
  revision: z.int(),
  ...definitionShape,
  changedAt: instant,
  changedBy: z.string(),
  why: z.string(),
  share: z.number().nullable().openapi({ description: 'Of its sources, those that can see: 0 to 1.' }),
  blindSince: instantOrNull,
  matches: z.int().openapi({ description: 'Of the last 30 days, as last counted.' }),
  subscriptions: z.int(),
  demandsReview: z.boolean().openapi({ description: 'An edit waits for a second person.' }),
  pause: closed({ since: instant, by: z.string(), until: instantOrNull, why: z.string() })
    .nullable()
    .openapi({ description: 'While it is paused it matches, and nobody is told.' }),
}).openapi('Rule');

export const revisionShape = closed({
  revision: z.int(),
  ...definitionShape,
  concepts: z.record(z.string(), z.array(z.string())),
  madeAt: instant,
  madeBy: z.string(),
  why: z.string(),
  endedAt: instantOrNull,
}).openapi('RuleRevision');

export const shownRule = ({ pausedAt, pausedBy, pausedUntil, pauseReason, ...rule }: RuleInForce) => ({
  ...rule,
  pause: pausedAt === null ? null : { since: pausedAt, by: pausedBy ?? '', until: pausedUntil, why: pauseReason ?? '' },
});

/** Of a revision that somebody else made: what a second editor has to see. */
export const definitionOf = ({ ruleId, revision, name, query, owner, alert, blindBelow, since }: KeptRevision) => ({
  ...{ id: ruleId, revision, name, query, owner, alert, blindBelow },
  ...{ changedAt: since.at, changedBy: since.by, why: since.why },
});
