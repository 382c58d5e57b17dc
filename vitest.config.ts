import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongFirst } from './tests/support/longFirst.ts';
import { useMemoryFolder } from './tests/support/memoryFolder.ts';

useMemoryFolder();

const projects = (soak: Readonly<Record<string, string>>) => [
  project('unit', 120_000, soak),
  project('system', 300_000, soak),
];

const project = (name: string, testTimeout: number, env: Readonly<Record<string, string>>) => ({
  test: {
    name,
    env,
    include: name === 'unit' ? ['tests/unit/**/*.test.ts'] : ['tests/{contract,scenario}/**/*.test.ts'],
    globalSetup: name === 'unit' ? [] : ['tests/support/globalSetup.ts'],
    // Against what hangs; it says nothing of what is slow, since the machine may be busy with other things.
    testTimeout,
    hookTimeout: 120_000,
    // Files leave nothing behind: they share processes, and each process loads a module once.
    isolate: false,
  },
});

/** `npm run soak` is this with the mode `soak`: tests that repeat themselves do so far more often. */
export default defineConfig(({ mode }) => ({
  test: {
    // Vitest leaves a core to itself; but many files wait for servers and processes most of their time: docs/benchmarks.md.
    maxWorkers: availableParallelism() + 6,
    sequence: { sequencer: LongFirst },
    projects: projects(mode === 'soak' ? { TOCSIN_SOAK: '1' } : {}),
  },
}));
