import { createInterface } from 'node:readline';

export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** Asks for a yes. Any other answer, the end of input and Ctrl-C are a no. */
export async function confirm(question: string, terminal: Terminal): Promise<boolean> {
  const lines = createInterface(terminal);
  lines.setPrompt(`${question} (y/N) `);
  lines.prompt();
  for await (const line of lines) return /^\s*y(es)?\s*$/i.test(line);
  return false;
}
