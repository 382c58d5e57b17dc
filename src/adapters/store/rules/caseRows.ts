import type { CaseText, RuleCase } from '../../../domain/rules/ruleCase.ts';
import type { Queryable } from '../database.ts';

type CaseRow = Omit<RuleCase, 'text'> &
  Omit<CaseText, 'outlet'> & { readonly outletName: string; readonly outletDomain: string | null };

/** The test cases of a rule, the oldest first. */
export async function readCases(db: Queryable, ruleId: string): Promise<readonly RuleCase[]> {
  const rows = await db.query<CaseRow>(
    `SELECT id, must_match AS "mustMatch", title, body, lang, outlet_name AS "outletName", outlet_domain AS "outletDomain",
            published_iso AS "publishedISO"
       FROM rule_cases WHERE rule_id = $1 ORDER BY id`,
    [ruleId],
  );
  return rows.map(({ id, mustMatch, title, body, lang, outletName, outletDomain, publishedISO }) => ({
    ...{ id, mustMatch },
    text: { title, body, lang, outlet: { name: outletName, domain: outletDomain }, publishedISO },
  }));
}
