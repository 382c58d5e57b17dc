import { join } from 'node:path';
import type { Settings } from '../../../config/settings.ts';
import { createConfigImports } from '../../adapters/store/shared/configImports.ts';
import { type Transactional, within } from '../../adapters/store/transactional.ts';
import { counted } from '../../domain/basics/wording.ts';
import type { ConfigKind } from '../configuration/configKind.ts';
import { feedsKind } from '../configuration/feedsKind.ts';
import { rulesKind } from '../configuration/rulesKind.ts';
import { shownFinding } from '../configuration/shownFinding.ts';
import { readStarterFile } from '../configuration/starterFile.ts';
import { subscribersKind } from '../configuration/subscribersKind.ts';
import type { OpenedStore } from '../openStore.ts';
import { systemClock } from '../systemPorts.ts';
import { type CheckResult, checked, fault, ok, warned } from './checkResult.ts';

/** The starter files: what the next start does with each, or how they differ from the store. Leaves the store as it was. */
export async function checkFiles({ configDir }: Settings, { db }: OpenedStore): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  await rolledBack(db, async (tx) => {
    results.push(await checkFile(rulesKind, configDir, tx));
    results.push(await checkFile(feedsKind, configDir, tx));
    results.push(await checkFile(subscribersKind, configDir, tx));
  });
  return results;
}

const leaveAsItWas = new Error('the store is left as it was');

async function rolledBack(db: Transactional, run: (tx: Transactional) => Promise<void>): Promise<void> {
  await db
    .transaction(async (tx) => {
      await run(within(tx));
      throw leaveAsItWas;
    })
    .catch((error: unknown) => {
      if (error !== leaveAsItWas) throw error;
    });
}

function checkFile<T>(kind: ConfigKind<T>, configDir: string, tx: Transactional): Promise<CheckResult> {
  const file = join(configDir, `${kind.name}.yaml`);
  return checked(file, 'make it readable for this user, or set CONFIG_DIR to another folder', async () => {
    const text = await readStarterFile(file);
    if (text === null)
      return warned(
        file,
        'the file does not exist',
        `create it, or apply another one with \`tocsin ${kind.name} apply\``,
      );
    const isImported = (await createConfigImports(tx).imported()).has(kind.name);
    const { value, findings } = await kind.read(tx, text, file);
    if (value === null) return wrong(file, findings.map(shownFinding), isImported);
    if (isImported) return compared(kind, file, kind.changes(await kind.current(tx), value).length);
    // Subscribers are checked against the rules that the same start imports.
    await kind.apply(tx, value, { by: 'doctor', why: 'trial run', at: systemClock.now() });
    return ok(file, 'will be imported at the next start');
  });
}

function compared<T>({ name }: ConfigKind<T>, file: string, differences: number): CheckResult {
  if (differences === 0) return ok(file, 'matches the store');
  const advice = `see \`tocsin ${name} diff ${file}\`, then \`apply\` the file or \`export\` the store's`;
  return warned(file, `differs from the store in ${counted(differences, 'place')}; the store is in force`, advice);
}

/** A wrong file ends the first start; later it only can't be applied. */
function wrong(file: string, findings: readonly string[], isImported: boolean): CheckResult {
  const message = `has errors:\n${findings.map((finding) => `        ${finding}`).join('\n')}`;
  return isImported
    ? warned(file, message, 'the store is in force; fix the file before you apply it')
    : fault(file, message, 'fix it; the service does not start until you do');
}
