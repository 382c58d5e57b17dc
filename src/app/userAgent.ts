import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../config/settings.ts';
import { packageRoot } from '../adapters/packageRoot.ts';

/** Says honestly who polls, and how to reach them (RFC 9110 §10.1.5). */
export function userAgent({ publicUrl }: Pick<Settings, 'publicUrl'>): string {
  return `Tocsin/${version()} (news monitor; +${publicUrl})`;
}

export function version(): string {
  const manifest: { version: string } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
  return manifest.version;
}
