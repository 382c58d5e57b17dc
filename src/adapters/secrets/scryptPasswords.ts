import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP's password storage cheat sheet: N = 2^17, r = 8, p = 1, which is 128 MiB for the length of one sign-in. */
const cost: ScryptOptions = { N: 2 ** 17, r: 8, p: 1, maxmem: 160 * 2 ** 20 };
const keyBytes = 32;

/** `scrypt$N$r$p$salt$key`, in base64url: the cost may rise later without making old hashes useless. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether the password is the one of the hash. Null takes as long: how fast the answer comes tells nobody who has an account. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const [, N, r, p, salt, key] = (hash ?? noPassword).split('$');
  const wanted = Buffer.from(key ?? '', 'base64url');
  const options = { N: Number(N), r: Number(r), p: Number(p), maxmem: 256 * Number(N) * Number(r) };
  const given = await derive(password, Buffer.from(salt ?? '', 'base64url'), options);
  return wanted.length === given.length && timingSafeEqual(wanted, given) && hash !== null;
}

const noPassword = `scrypt$${cost.N}$${cost.r}$${cost.p}$AAAAAAAAAAAAAAAAAAAAAA$${'A'.repeat(43)}`;

/** One after the other: many sign-ins at once take neither all memory nor all of Node's threads, which look up names, too. */
let last: Promise<unknown> = Promise.resolve();

function derive(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  const derived = last.then(() => deriveNow(password, salt, options));
  last = derived.catch(() => undefined);
  return derived;
}

const deriveNow = (password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
