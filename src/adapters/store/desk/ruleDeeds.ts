import type { Actor } from '../../../desk/deed.ts';
import type { DraftRules, RuleDraft } from '../../../desk/rules/draftedRules.ts';
import type { LockedRulesStore } from '../../../desk/rules/lockedRules.ts';
import type { PausableRules } from '../../../desk/rules/pauseRule.ts';
import type { RemovableRules } from '../../../desk/rules/removeRule.ts';
import type { CaseRules, WantedCase } from '../../../desk/rules/ruleCases.ts';
import { conceptsOfQuery } from '../../../domain/rules/language/conceptsOfQuery.ts';
import { queryLimits } from '../../postgres/queryLimits.ts';
import type { Database, Queryable } from '../database.ts';
import { readCases } from '../rules/caseRows.ts';
import { createRuleHistory } from '../rules/ruleHistory.ts';
import { createRuleStore } from '../rules/ruleStore.ts';
import { createConfigImports } from '../shared/configImports.ts';
import { lockConfiguration } from '../shared/lockConfiguration.ts';
import { within } from '../transactional.ts';
import { recordAudit } from './auditLog.ts';

type Changeable = DraftRules & PausableRules & RemovableRules & CaseRules;

/** What deeds do to rules. Whoever comes waits for those who came before. */
export const createRuleDeeds = (db: Database): LockedRulesStore<Changeable> => ({
  changeRules: (run) =>
    db.transaction(async (tx) => {
      await lockConfiguration(tx);
      return run(lockedRules(tx));
    }, queryLimits.longMs),
});

function lockedRules(tx: Queryable): Changeable {
  const store = createRuleStore(within(tx));
  const history = createRuleHistory(tx);
  return {
    read: store.read,
    revisions: history.revisions,
    ruleIds: history.ruleIds,
    casesOf: (ruleId) => readCases(tx, ruleId),
    async demandsReview(ruleId) {
      return (await tx.query('SELECT FROM listed_rules WHERE id = $1 AND demands_review', [ruleId])).length > 0;
    },
    async replace({ rules, concepts }, { by, why, at }) {
      await store.replace(
        rules.map((rule) => ({ ...rule, concepts: conceptsOfQuery(rule.query, concepts) })),
        concepts,
        { by: by.name, why, at },
      );
      await createConfigImports(tx).noteEdited('rules', at);
    },
    record: (entry) => recordAudit(tx, entry),
    ...drafts(tx),
    ...pauses(tx),
    ...cases(tx),
  };
}

const drafts = (
  tx: Queryable,
): Pick<DraftRules, 'keepDraft' | 'waitingDraft' | 'settleDraft' | 'setDemandsReview'> => ({
  async keepDraft({ rule, basedOn }, { by, why, at }) {
    const [kept] = await tx.query<{ id: number }>(
      `INSERT INTO rule_drafts (rule_id, based_on, definition, author_kind, author_id, author_name, why, made_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
      [rule.id, basedOn, JSON.stringify(rule), by.kind, by.id, by.name, why, at],
    );
    if (kept === undefined) throw new Error('keeping a draft gave no row');
    return kept.id;
  },
  async waitingDraft(draftId) {
    const [draft] = await readDrafts(tx, 'id = $1', draftId);
    return draft ?? null;
  },
  async settleDraft(draftId, outcome, at) {
    await tx.execute('UPDATE rule_drafts SET outcome = $2, settled_at = $3 WHERE id = $1', [draftId, outcome, at]);
  },
  async setDemandsReview(ruleId, demands) {
    await tx.execute('UPDATE rules SET demands_review = $2 WHERE id = $1', [ruleId, demands]);
  },
});

type DraftRow = Omit<RuleDraft, 'author'> & {
  readonly authorKind: Actor['kind'];
  readonly authorId: number | null;
  readonly authorName: string;
};

/** Those that wait; `which` (SQL) compares with `$1`. */
async function readDrafts(db: Queryable, which: string, value: unknown): Promise<readonly RuleDraft[]> {
  const rows = await db.query<DraftRow>(
    `SELECT id, definition AS rule, based_on AS "basedOn", author_kind AS "authorKind", author_id AS "authorId",
            author_name AS "authorName", why, made_at AS "madeAt"
       FROM rule_drafts WHERE settled_at IS NULL AND ${which} ORDER BY id`,
    [value],
  );
  return rows.map(({ authorKind, authorId, authorName, ...draft }) => ({
    ...draft,
    author: { kind: authorKind, id: authorId, name: authorName },
  }));
}

export const draftsOfRule = (db: Queryable, ruleId: string): Promise<readonly RuleDraft[]> =>
  readDrafts(db, 'rule_id = $1', ruleId);

const pauses = (tx: Queryable): Pick<PausableRules, 'pause' | 'endPause'> => ({
  async pause({ ruleId, pausedAt, by, endsAt, why }) {
    await tx.execute(
      `INSERT INTO rule_pauses (rule_id, paused_at, paused_by, ends_at, why) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (rule_id) DO UPDATE
          SET paused_at = excluded.paused_at, paused_by = excluded.paused_by, ends_at = excluded.ends_at, why = excluded.why`,
      [ruleId, pausedAt, by, endsAt, why],
    );
  },
  endPause: async (ruleId) => (await tx.execute('DELETE FROM rule_pauses WHERE rule_id = $1', [ruleId])) > 0,
});

const cases = (tx: Queryable): Pick<CaseRules, 'addCase' | 'dropCase'> => ({
  async addCase(ruleId, { mustMatch, text }, { by, at }) {
    const { title, body, lang, outlet, publishedISO } = text;
    const [added] = await tx.query<{ id: number }>(
      `INSERT INTO rule_cases (rule_id, must_match, title, body, lang, outlet_name, outlet_domain, published_iso, added_at, added_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
      [ruleId, mustMatch, title, body, lang, outlet.name, outlet.domain, publishedISO, at, by.name],
    );
    if (added === undefined) throw new Error('keeping a test case gave no row');
    return added.id;
  },
  async dropCase(ruleId, caseId): Promise<WantedCase | null> {
    const dropped = (await readCases(tx, ruleId)).find(({ id }) => id === caseId);
    if (dropped === undefined) return null;
    await tx.execute('DELETE FROM rule_cases WHERE id = $1', [caseId]);
    return dropped;
  },
});
