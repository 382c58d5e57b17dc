import type { AuditRow, AuditSlice } from '../../../ports/apiViews.ts';
import type { Queryable } from '../database.ts';

/** Newest first, from before one on. */
export const auditSlice = (
  db: Queryable,
  { after, limit, subjectKind, subjectId }: AuditSlice,
): Promise<readonly AuditRow[]> =>
  db.query<AuditRow>(
    `SELECT id, at, actor_kind AS "actorKind", actor_id AS "actorId", actor_name AS "actorName", action,
            subject_kind AS "subjectKind", subject_id AS "subjectId", why, before, after
       FROM audit_log
      WHERE ($1::bigint IS NULL OR id < $1) AND ($2::text IS NULL OR subject_kind = $2) AND ($3::text IS NULL OR subject_id = $3)
      ORDER BY id DESC LIMIT $4`,
    [after, subjectKind, subjectId, limit],
  );
