import { SettingsError } from '../../config/settingsError.ts';
import { UnusableCluster } from '../adapters/store/embedded/unusableCluster.ts';

/** Does what needs DATA_DIR. Throws `SettingsError` when the folder, or what is in it, does not allow that. */
export async function inDataDir<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const problem = problemOf(error, dataDir);
    throw problem === null ? error : wrong(problem);
  }
}

/** For a cluster that became unusable while the service was at work. */
export const wrongDataDir = ({ message }: UnusableCluster): SettingsError => wrong(message);

const wrong = (problem: string): SettingsError => new SettingsError('this setting is wrong:', [`DATA_DIR: ${problem}`]);

/** The file system refuses, and will refuse again; a full disk is not among them. */
const refusals: ReadonlySet<unknown> = new Set([
  'ENOENT',
  'ENOTDIR',
  'EEXIST',
  'EACCES',
  'EPERM',
  'EROFS',
  'ELOOP',
  'ENAMETOOLONG',
]);

function problemOf(error: unknown, dataDir: string): string | null {
  if (error instanceof UnusableCluster) return error.message;
  if (!(error instanceof Error) || !('code' in error) || !refusals.has(error.code)) return null;
  return `expected a folder in which this user can create files, for example /var/lib/tocsin, got "${dataDir}" (${error.message}); make the folder writable for this user, or set DATA_DIR to another one`;
}
