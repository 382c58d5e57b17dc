import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel, Worker } from 'node:worker_threads';

const program = pathToFileURL(join(import.meta.dirname, '../../dist/src/adapters/matching/matchingProgram.js'));

const script = `
  const { parentPort, workerData } = require('node:worker_threads');
  const faults = {
    hang() { for (;;); },
    exit() { process.exit(3); },
    throw() { throw new Error('an article like no other'); },
    swell() { for (const all = []; ; ) all.push(new Array(1000).fill(all.length)); },
  };
  const listen = parentPort.on.bind(parentPort);
  parentPort.on = (name, listener) =>
    listen(name, (message) => {
      for (const [index, { title }] of (message.inputs ?? []).entries()) {
        if (faults[title] === undefined) continue;
        message.begun[0] = index + 1;
        workerData.postMessage(title);
        faults[title]();
      }
      listener(message);
    });
  import(${JSON.stringify(program.href)});`;

/**
 * A matching thread that does what an article's title says: hang, exit, throw, or swell until its memory is used up. It tells
 * `begins` before it does.
 */
export function awkwardThread(begins: (title: string) => void = () => undefined): Worker {
  const { port1, port2 } = new MessageChannel();
  port1.on('message', begins).unref();
  return new Worker(script, {
    ...{ eval: true, resourceLimits: { maxOldGenerationSizeMb: 64 } },
    ...{ workerData: port2, transferList: [port2] },
  });
}
