import { stringify } from 'yaml';
import { readFeedsFile } from '../../../config/feedsFile.ts';
import { opmlOf } from '../../../config/writeOpml.ts';
import { createFeedList } from '../../adapters/store/feeds/feedList.ts';
import { formatDuration } from '../../domain/basics/duration.ts';
import { changesBetween } from '../../domain/configuration/changes.ts';
import type { FeedDefinition } from '../../domain/configuration/definitions.ts';
import type { ConfigKind } from './configKind.ts';
import { contentVersion } from './contentVersion.ts';

export const feedsKind: ConfigKind<readonly FeedDefinition[]> = {
  name: 'feeds',
  keepsAuthors: false,
  versionWord: 'version',
  read: async (_db, text, file) => readFeedsFile(text, file),
  current: (db) => createFeedList(db).read(),
  version: async (_db, feeds) => contentVersion(feedsAsYaml(feeds)),
  changes: (current, wanted) =>
    changesBetween(current, wanted, ({ url }) => url).map((change) => ({
      kind: change.kind,
      what: feedName(change.key),
      details: change.kind === 'changed' ? [`- ${shown(change.before)}`, `+ ${shown(change.after)}`] : [],
    })),
  inventory: (feeds) => ({ feeds: feeds.map(({ url }) => feedName(url)) }),
  notes: async () => [],
  apply: (db, wanted, { at }) => createFeedList(db).replace(wanted, at),
  toYaml: feedsAsYaml,
  toOpml: opmlOf,
};

const feedName = (url: string): string => `feed ${url}`;

function feedsAsYaml(feeds: readonly FeedDefinition[]): string {
  return stringify({ feeds: feeds.map(asWritten) }, { lineWidth: 120 });
}

const asWritten = ({ url, name, everySeconds, fullText, credentials }: FeedDefinition) => ({
  url,
  name,
  ...(everySeconds === null ? {} : { every: formatDuration(everySeconds) }),
  ...(fullText && { fullText }),
  ...credentials,
});

const shown = ({ name, everySeconds, fullText, credentials }: FeedDefinition): string =>
  [
    name,
    everySeconds === null ? 'adaptive' : `every ${formatDuration(everySeconds)}`,
    ...(fullText ? ['full text'] : []),
    ...(credentials === undefined ? [] : [stringify(credentials, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd()]),
  ].join(', ');
