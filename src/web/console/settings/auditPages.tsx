import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import type { DeedFilter, ListedDeed } from '../../../desk/listedDeed.ts';
import { csvLine } from '../../../domain/basics/csv.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { SignedIn } from '../../access/viewer.ts';
import { AuditPage } from './auditPage.tsx';
import { cursorOf, readFilter, writtenFilter } from './deedFilter.ts';

export interface AuditDeps {
  readonly clock: Clock;
  readonly deeds: (filter: DeedFilter) => Promise<readonly ListedDeed[]>;
  /** Those to choose from. */
  readonly actors: () => Promise<readonly { readonly id: number; readonly name: string }[]>;
}

const shownAtOnce = 50;
const writtenAtOnce = 1000;
const mostWritten = 100_000;

/** The audit log: filtered, paged, and as CSV. */
export function auditPages({ clock, deeds, actors }: AuditDeps): Hono<SignedIn> {
  const pages = new Hono<SignedIn>();
  pages.get('/settings/audit', async (context) => {
    const { viewer } = context.var;
    const filter = writtenFilter((name) => context.req.query(name));
    const wanted = { ...readFilter(filter, viewer.person.timezone), limit: shownAtOnce + 1 };
    const [found, people] = await Promise.all([deeds(wanted), actors()]);
    const shown = found.slice(0, shownAtOnce);
    const last = shown.at(-1);
    const older = found.length > shownAtOnce && last !== undefined ? cursorOf(last) : null;
    return context.html(<AuditPage {...{ viewer, filter, people, older }} deeds={shown} now={clock.now()} />);
  });
  pages.get('/settings/audit/export.csv', (context) => {
    const written = writtenFilter((name) => context.req.query(name));
    const filter = readFilter(written, context.var.viewer.person.timezone);
    context.header('Content-Type', 'text/csv; charset=utf-8; header=present');
    context.header('Content-Disposition', 'attachment; filename="tocsin-audit.csv"');
    return stream(context, async (out) => {
      await out.write(csvLine(columns));
      let { before } = filter;
      for (let count = 0; count < mostWritten && !out.aborted; count += writtenAtOnce) {
        const rows = await deeds({ ...filter, before, limit: writtenAtOnce });
        await out.write(rows.map((row) => csvLine(cellsOf(row))).join(''));
        before = rows.at(-1) ?? null;
        if (rows.length < writtenAtOnce) return;
      }
    });
  });
  return pages;
}

const columns = ['at', 'by', 'by kind', 'action', 'subject kind', 'subject', 'why', 'before', 'after'];

const cellsOf = ({ at, by, action, subject, why, before, after }: ListedDeed): readonly string[] => [
  ...[at.toISOString(), by.name, by.kind, action, subject.kind, subject.id, why],
  ...[before, after].map((side) => (side === null || side === undefined ? '' : JSON.stringify(side))),
];
