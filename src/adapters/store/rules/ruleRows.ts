/** The columns of a `RuleRevision`, from `rule_revisions AS v`. */
export const ruleColumns = 'v.id, v.rule_id AS "ruleId", v.revision, v.name, v.query, v.alert, v.owner, v.concepts';
