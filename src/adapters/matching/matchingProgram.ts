import { parentPort } from 'node:worker_threads';
import { compileRuleSet } from '../../domain/rules/matcher/compile.ts';
import type { ThreadRequest, ThreadResponses } from './threadRequest.ts';

/**
 * The program of a matching thread. A request is worked off before the next is taken, so the rule set changes between two
 * batches only. An exception ends the thread: what the matcher holds after one is not to be trusted.
 */
const rules = compileRuleSet({ number: 0, rules: [] });

function respond(request: ThreadRequest): ThreadResponses[ThreadRequest['kind']] {
  if (request.kind === 'change') return rules.change(request.change);
  const { inputs, begun } = request;
  const matches = inputs.map((input, index) => {
    Atomics.store(begun, 0, index + 1);
    return rules.match(input);
  });
  return { ruleSet: rules.number, matches };
}

parentPort?.on('message', (request: ThreadRequest) => parentPort?.postMessage(respond(request)));
