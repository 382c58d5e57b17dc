#!/usr/bin/env node
import { run } from './cli/commandLine.ts';

await run(process.argv);
