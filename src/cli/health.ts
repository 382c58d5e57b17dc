import { Command } from 'commander';
import { settingsFromEnvironment } from '../../config/settings.ts';
import { askProcesses, type ProcessStatus } from '../app/liveness/askProcess.ts';

export const healthCommand = (): Command => new Command('health').action(health);

/** Exit code 0 when every process of the service on this machine and DATA_DIR is running, and there is one. */
async function health(): Promise<void> {
  const { dataDir } = settingsFromEnvironment();
  const processes = await askProcesses(dataDir);
  const isWell = processes.length > 0 && processes.every(({ liveness }) => liveness === 'running');
  const lines = processes.length === 0 ? [`no service is running on ${dataDir}`] : processes.map(shown);
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = isWell ? 0 : 1;
}

const shown = ({ pid, roles, liveness }: ProcessStatus): string =>
  `process ${pid} (${roles.join(', ')}): ${liveness === 'silent' ? 'does not respond' : liveness}`;
