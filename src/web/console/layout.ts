import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const style = html`<style>
  :root { color-scheme: light dark; --line: light-dark(#d8dde3, #3a414b); --soft: light-dark(#5b6672, #9aa5b1);
    --good: light-dark(#17693a, #6fcf97); --bad: light-dark(#a61b1b, #ff8a80); --late: light-dark(#8a5a00, #ffc766);
    --accent: light-dark(#0b57a4, #8ab8ff); --panel: light-dark(#f6f8fa, #1b2027); }
  body { font: 15px/1.5 -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; margin: 0 auto; max-width: 68rem; padding: 1.5rem; }
  header { align-items: baseline; border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin-bottom: 1.5rem; padding-bottom: .75rem; }
  header strong { font-size: 1.15rem; letter-spacing: .02em; }
  h1 { font-size: 1.3rem; margin: 0 0 .75rem; } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
  a { color: var(--accent); text-decoration: none; } a:hover { text-decoration: underline; }
  dl.counts { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); margin: 0; }
  dl.counts div { background: var(--panel); border-radius: 6px; padding: .6rem .8rem; }
  dt { color: var(--soft); font-size: .8rem; } dd { font-size: 1.35rem; font-variant-numeric: tabular-nums; margin: 0; }
  table { border-collapse: collapse; width: 100%; } th { color: var(--soft); font-size: .8rem; font-weight: 500; text-align: left; }
  th, td { border-bottom: 1px solid var(--line); padding: .45rem .6rem .45rem 0; vertical-align: top; }
  td.time { font-variant-numeric: tabular-nums; white-space: nowrap; } .soft { color: var(--soft); } small { color: var(--soft); }
  .sent, .fine { color: var(--good); } .rejected, .failing { color: var(--bad); } .retrying, .pending { color: var(--late); }
  iframe { border: 1px solid var(--line); border-radius: 6px; height: 46rem; width: 100%; }
  pre { background: var(--panel); border-radius: 6px; overflow: auto; padding: .8rem; }
  svg.days rect { fill: var(--soft); opacity: .55; } svg.days polyline { fill: none; stroke: var(--accent); stroke-width: 1.5; }
  .alarm { border: 2px solid var(--bad); border-radius: 6px; color: var(--bad); padding: .6rem .8rem; }
  ins { background: light-dark(#d7f5e0, #14432a); text-decoration: none; } del { color: var(--bad); }
  button { font: inherit; padding: .4rem 1rem; } .table { overflow-x: auto; }
  /* On a phone a row is a card: its cells flow, and those that need it say what they are. */
  @media (max-width: 40rem) {
    body { padding: 1rem; }
    .table thead { display: none; }
    .table tr { border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: .1rem .9rem; padding: .6rem 0; }
    .table td { border: 0; overflow-wrap: anywhere; padding: 0; } .table td.whole { flex-basis: 100%; }
    .table td[data-label]::before { color: var(--soft); content: attr(data-label) ' '; font-size: .8rem; }
  }
</style>`;

/** A whole page around its content. */
export const page = (title: string, content: Html): Html =>
  html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8" />
  <meta name="viewport" content="width=device-width, initial-scale=1" />
  <title>${title} · Tocsin</title>
  ${style}
</head>
<body>
  <main>${content}</main>
</body>
</html>`;

/** A page of the console, with its navigation. */
export const consolePage = (title: string, content: Html): Html =>
  page(
    title,
    html`<header><strong>Tocsin</strong><a href="/">Messages</a><a href="/stories">Stories</a><a href="/changes">Changes</a><a href="/rules">Rules</a><a href="/feeds">Feeds</a></header>${content}`,
  );
