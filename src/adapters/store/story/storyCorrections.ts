import { type Authority, authorityOf } from '../../../domain/ledger/authority.ts';
import type { Bounds } from '../../../domain/ledger/claim.ts';
import type { KeptEdit, StoryCorrection } from '../../../domain/stories/storyEdit.ts';
import type { Queryable } from '../database.ts';

/** Enters what the desk says into the ledger, beside what articles claim. */
export async function correct(
  tx: Queryable,
  { id, storyId, correction: { figure, strike, state } }: KeptEdit & StoryCorrection,
  now: Date,
) {
  const [edit] = await tx.query<{ reason: string }>('SELECT reason FROM story_edits WHERE id = $1', [id]);
  const about = { editId: id, storyId, figure, quote: edit?.reason ?? '', now };
  if (strike !== null) await insert(tx, { ...about, ...strike, outlet: '', isDenial: true });
  if (state !== null) {
    const { attribution, source } = state;
    const authority: Authority = { key: authorityOf(attribution).key, rank: 'official' };
    await insert(tx, { ...about, ...state, attribution, authority, outlet: source, isDenial: false });
  }
  return { otherId: null, articles: [] };
}

interface DeskClaim extends Bounds {
  readonly editId: number;
  readonly storyId: number;
  readonly figure: string;
  readonly authority: Authority;
  readonly attribution: string | null;
  readonly outlet: string;
  readonly isDenial: boolean;
  readonly quote: string;
  readonly now: Date;
}

async function insert(tx: Queryable, claim: DeskClaim): Promise<void> {
  const { editId, storyId, figure, min, max, outlet, authority, attribution, isDenial, quote, now } = claim;
  await tx.execute(
    `INSERT INTO claims (story_id, edit_id, kind, min, max, outlet, authority, rank, attribution, is_about, is_computed,
                         is_correction, is_denial, as_of, quote, claimed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, false, false, true, $10, $11, $12, $11)`,
    [storyId, editId, figure, min, max, outlet, authority.key, authority.rank, attribution, isDenial, now, quote],
  );
}
