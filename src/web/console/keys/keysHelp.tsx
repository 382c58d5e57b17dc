import type { Viewer } from '../../access/viewer.ts';

/** The dialog that `?` opens. */
export const KeysHelp = ({ viewer: { words } }: { readonly viewer: Viewer }) => {
  const { title, lead, close, ...what } = words.desk.keys;
  const keys = [
    ['j', what.next],
    ['k', what.previous],
    ['o', what.open],
    ['a', what.take],
    ['m', what.mute],
    ['/', what.search],
    ['?', what.help],
  ];
  return (
    <dialog id="keys" aria-labelledby="keys-title">
      <h1 id="keys-title">{title}</h1>
      <p class="soft">{lead}</p>
      <dl class="keys">
        {keys.map(([key, meaning]) => (
          <div>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">{close}</button>
      </form>
    </dialog>
  );
};
