import type { ConfigFile } from '../../web/console/settings/configFiles.ts';
import { applyWanted } from '../configuration/applyWanted.ts';
import type { ConfigKind } from '../configuration/configKind.ts';
import { exportedFile, versionOfExport } from '../configuration/exportedFile.ts';
import { feedsKind } from '../configuration/feedsKind.ts';
import { planApply } from '../configuration/planApply.ts';
import { rulesKind } from '../configuration/rulesKind.ts';
import { shownFinding } from '../configuration/shownFinding.ts';
import { subscribersKind } from '../configuration/subscribersKind.ts';
import type { AppContext } from '../context.ts';
import { fileState } from './driftLook.ts';

/** Rules, feeds and subscribers, as the page of files shows and changes them. */
export const filesPageParts = (context: AppContext): readonly ConfigFile[] => [
  configFile(rulesKind, context),
  configFile(feedsKind, context),
  configFile(subscribersKind, context),
];

function configFile<T>(kind: ConfigKind<T>, context: AppContext): ConfigFile {
  const { db, clock } = context;
  const file = `${kind.name}.yaml`;
  const plan = async (text: string) => {
    const { value, findings } = await kind.read(db, text, file);
    if (value === null) return { kind: 'faulty' as const, findings: findings.map(shownFinding) };
    const planned = await planApply(db, kind, value, clock.now());
    const origin = versionOfExport(text);
    const isOld = origin !== null && origin !== planned.version;
    const old = `was made from ${kind.versionWord} ${origin}, and the store is at ${kind.versionWord} ${planned.version}`;
    return { ...planned, kind: 'plan' as const, value, doubts: [...planned.doubts, ...(isOld ? [old] : [])] };
  };
  return {
    name: kind.name,
    plan,
    state: () => fileState(kind, context),
    exported: async () => exportedFile(kind, db),
    async apply({ text, basedOn, isSure }, { by, why, at }) {
      const planned = await plan(text);
      if (planned.kind === 'faulty') return planned;
      if (planned.version !== basedOn) return { kind: 'stale' };
      if (planned.doubts.length > 0 && !isSure) return { kind: 'doubtful' };
      const who = { by: by.name, why, at, actor: by };
      const isApplied = await applyWanted(db, kind, { value: planned.value, text }, who, planned.current);
      return { kind: isApplied ? 'applied' : 'stale' };
    },
  };
}
