import { z } from '@hono/zod-openapi';
import { type ErasePersonStore, erasePerson } from '../../desk/subscribers/erasePerson.ts';
import { type ExportPersonStore, exportPerson } from '../../desk/subscribers/exportPerson.ts';
import { sendTest, type TestDeps, testLimit } from '../../desk/subscribers/sendTest.ts';
import { minuteMs } from '../../domain/basics/time.ts';
import { deedBy } from './apiCaller.ts';
import { closed, nothing, numberParameter, reason } from './apiShapes.ts';
import { type ApiRoute, notFound, operation } from './operation.ts';
import type { Problem } from './problem.ts';

export interface PersonalDataDeps {
  readonly personalData: ErasePersonStore & ExportPersonStore;
  readonly test: TestDeps;
}

const tag = 'Subscribers';
const params = z.object({ id: numberParameter });
const body = z.strictObject({ why: reason });

/** A receiver that answers later is not waited for. */
const testWithinMs = 30_000;

export const personalDataOperations = ({ personalData, test }: PersonalDataDeps): readonly ApiRoute[] => [
  operation({
    ...{ id: 'testSubscription', method: 'post', path: '/subscriptions/{id}/test', tag, scope: 'write', params, body },
    summary: 'Sends a test message as any other is sent, and says what the receiver responded',
    reply: closed({ outcome: z.enum(['sent', 'retry', 'held', 'rejected']), response: z.string() }),
    problems: ['conflict'],
    async run({ params: { id }, body: { why }, caller, at, signal }) {
      const within = AbortSignal.any([signal, AbortSignal.timeout(testWithinMs)]);
      const outcome = await sendTest(test, deedBy(caller, at, why), id, within);
      if (outcome.kind === 'refused') return { problem: notTested[outcome.because] };
      return { value: { outcome: outcome.outcome.kind, response: outcome.outcome.response } };
    },
  }),
  operation({
    ...{ id: 'exportSubscriber', method: 'post', path: '/subscribers/{id}/export', tag, scope: 'admin', params, body },
    summary: 'All that is stored about a subscriber (GDPR art. 15 and 20); that it went out is logged',
    reply: z.record(z.string(), z.array(z.unknown())),
    async run({ params: { id }, body: { why }, caller, at }) {
      const found = await exportPerson(personalData, deedBy(caller, at, why), id);
      return found === null ? { problem: notFound } : { value: found };
    },
  }),
  operation({
    ...{ id: 'eraseSubscriber', method: 'post', path: '/subscribers/{id}/erase', tag, scope: 'admin', params, body },
    summary: 'Erases who a subscriber is, everywhere (GDPR art. 17); it cannot be undone',
    ...{ status: 204, reply: nothing },
    async run({ params: { id }, body: { why }, caller, at }) {
      const outcome = await erasePerson(personalData, deedBy(caller, at, why), id);
      return outcome === 'unknown' ? { problem: notFound } : { value: null };
    },
  }),
];

const notTested: Readonly<Record<'unknown' | 'ended' | 'too many', Problem>> = {
  unknown: notFound,
  ended: { kind: 'conflict', detail: 'It has ended, or its subscriber left all that it brings.' },
  'too many': {
    kind: 'conflict',
    detail: `At most ${testLimit.most} tests of a subscription are sent in ${testLimit.withinMs / minuteMs} minutes.`,
  },
};
