import type { AddPersonStore } from '../../../desk/people/addPerson.ts';
import type { Database } from '../database.ts';
import { inDeed } from './auditLog.ts';
import { insertPerson } from './signInLinks.ts';

export const createPeopleStore = (db: Database): AddPersonStore => ({
  addPerson: (wanted, entry) =>
    inDeed(db, async (tx) => {
      const taken = await tx.query('SELECT FROM people WHERE lower(email) = lower($1)', [wanted.email]);
      if (taken.length > 0) return { result: null, entry: null };
      return { result: await insertPerson(tx, { ...wanted, passwordHash: null }, entry.at), entry };
    }),
});
