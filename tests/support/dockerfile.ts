/** A stage of a Dockerfile: what is done to its image, in order. */
export interface Stage {
  readonly image: string;
  readonly name: string | null;
  readonly steps: readonly Step[];
}

export type Step =
  | { readonly kind: 'workdir' | 'volume' | 'user' | 'expose' | 'run'; readonly text: string }
  | { readonly kind: 'env'; readonly values: Readonly<Record<string, string>> }
  | {
      readonly kind: 'copy';
      readonly from: string | null;
      readonly sources: readonly string[];
      readonly target: string;
    }
  | { readonly kind: 'healthcheck' | 'entrypoint' | 'cmd'; readonly args: readonly string[] };

/** Reads the instructions that ours uses, in the forms that it uses; throws at any other: a replay that skips a line proves nothing. */
export function readDockerfile(text: string): readonly Stage[] {
  const stages: { image: string; name: string | null; steps: Step[] }[] = [];
  for (const line of linesOf(text)) {
    const [, instruction = '', rest = ''] = /^([A-Z]+) +(.*)$/s.exec(line) ?? [];
    if (instruction === 'FROM') stages.push(fromOf(rest));
    else (stages.at(-1)?.steps ?? unknown(line)).push(readers[instruction]?.(rest) ?? unknown(line));
  }
  return stages;
}

/** Without comments and empty lines; continued lines are one. */
const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .join('\n')
    .replace(/\\\n\s*/g, ' ')
    .split('\n');

function fromOf(rest: string) {
  const [, image, name = null] = /^(\S+)(?: AS (\S+))?$/.exec(rest) ?? unknown(`FROM ${rest}`);
  return { image: image ?? '', name, steps: [] };
}

const plain =
  (kind: 'workdir' | 'volume' | 'user' | 'expose' | 'run') =>
  (text: string): Step => ({ kind, text });

const listed =
  (kind: 'entrypoint' | 'cmd') =>
  (text: string): Step => ({ kind, args: JSON.parse(text) });

const readers: Readonly<Record<string, (rest: string) => Step>> = {
  WORKDIR: plain('workdir'),
  VOLUME: plain('volume'),
  USER: plain('user'),
  EXPOSE: plain('expose'),
  RUN: plain('run'),
  ENTRYPOINT: listed('entrypoint'),
  CMD: listed('cmd'),
  ENV: (rest) => ({ kind: 'env', values: Object.fromEntries(rest.split(' ').map((pair) => pair.split('=', 2))) }),
  COPY(rest) {
    const [, from = null, paths = ''] = /^(?:--from=(\S+) )?((?!--).+)$/.exec(rest) ?? unknown(`COPY ${rest}`);
    const sources = paths.split(' ');
    return { kind: 'copy', from, target: sources.pop() ?? '', sources };
  },
  HEALTHCHECK(rest) {
    const [, args = ''] = /^(?:--\S+ )*CMD (\[.*\])$/.exec(rest) ?? unknown(`HEALTHCHECK ${rest}`);
    return { kind: 'healthcheck', args: JSON.parse(args) };
  },
};

function unknown(line: string): never {
  throw new Error(`the replay does not know how to do this: ${line}`);
}
