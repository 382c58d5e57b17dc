import { raw } from 'hono/html';
import type { Child, PropsWithChildren } from 'hono/jsx';
import { words } from './words/words.ts';

interface BareProps {
  readonly title: string;
  /** Names of the islands' scripts. */
  readonly islands?: readonly string[];
  /** The whole of a page: a page without navigation stands narrow in the middle. */
  readonly isWhole?: boolean;
}

/** A whole document around its content. */
export const BarePage = ({ title, islands = [], isWhole = false, children }: PropsWithChildren<BareProps>) => (
  <>
    {raw('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · ${words.product}`}</title>
        <link rel="icon" type="image/svg+xml" href="/assets/icon.svg" />
        <link rel="stylesheet" href="/assets/console.css" />
        {islands.map((name) => (
          <script type="module" src={`/assets/${name}.js`} />
        ))}
      </head>
      <body>{isWhole ? (children as Child) : <main class="narrow">{children}</main>}</body>
    </html>
  </>
);
