import type { Transactional } from '../../adapters/store/transactional.ts';
import type { ConfigKind } from './configKind.ts';

/** The store as YAML that `apply` accepts. Its first line names the version, as a comment. */
export async function exportedFile<T>(kind: ConfigKind<T>, db: Transactional): Promise<string> {
  const current = await kind.current(db);
  const version = await kind.version(db, current);
  const { name, versionWord, toYaml } = kind;
  return `# The ${name} of ${versionWord} ${version}. Apply your edit of this file with --based-on ${version}.\n${toYaml(current)}`;
}

/** The version that an exported file was made from; null: its first line does not say. */
export const versionOfExport = (text: string): string | null =>
  /^# The .+ Apply your edit of this file with --based-on (\S+)\.\r?\n/.exec(text)?.[1] ?? null;
