import { randomBytes } from 'node:crypto';
import type { Secrets } from '../../ports/secrets.ts';
import { hashPassword, isPassword } from './scryptPasswords.ts';

export const systemSecrets: Secrets = {
  newToken: () => randomBytes(32).toString('base64url'),
  hashPassword,
  isPassword,
};
