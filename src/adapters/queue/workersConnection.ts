import { Redis, type RedisOptions } from 'ioredis';

const refuse = () => Promise.reject(new Error('the queue is closed'));

/** What workers tell Redis over, together. BullMQ makes a duplicate of it for each worker to wait on. */
export class WorkersConnection extends Redis {
  readonly #duplicates: Pick<Redis, 'connect' | 'disconnect' | 'on' | 'status'>[] = [];

  override duplicate<Override extends Partial<RedisOptions> | undefined = undefined>(override?: Override) {
    const duplicate = super.duplicate(override);
    this.#duplicates.push(duplicate);
    return duplicate;
  }

  /** Ends all of them for good. A worker that is closed while Redis is away opens its duplicate again afterwards. */
  leave(): void {
    this.disconnect();
    for (const duplicate of this.#duplicates) {
      duplicate.connect = refuse;
      duplicate.on('error', () => undefined);
      if (duplicate.status !== 'end') duplicate.disconnect();
    }
  }
}
