import { html, raw } from 'hono/html';

type Content = ReturnType<typeof raw>;

const sheet = raw(`<style>
  body { background: transparent; margin: 0; }
  .frame { border: 1px solid #8b949e66; border-radius: 10px; box-sizing: border-box; display: inline-block; overflow: hidden; }
  img { display: block; }
  .terminal { background: #14181d; color: #d5dce3; font: 15px/21px 'DejaVu Sans Mono', Menlo, Consolas, monospace; margin: 0; padding: 22px 28px;
    letter-spacing: calc(9px - 1ch); /* whole pixels a letter: bars have no seams */ }
  .soft { color: #7f8b97; }
</style>`);

const framed = (content: Content | Promise<Content>) =>
  html`<!doctype html><html lang="en"><head><meta charset="utf-8" />${sheet}</head><body><div class="frame">${content}</div></body></html>`;

/** A page that shows a screenshot, each of its pixels one of the page's, in a frame that fits light and dark surroundings. */
export const framedImage = async (png: Buffer, width: number): Promise<string> =>
  String(await framed(html`<img width="${width}" src="data:image/png;base64,${png.toString('base64')}" alt="" />`));

/** A page that shows what a command printed, letter by letter, under the command. */
export const framedTerminal = async (command: string, printed: string): Promise<string> =>
  String(
    await framed(
      html`<pre class="terminal"><span class="soft">$ </span>${command}
<span class="soft">…</span>

${printed}</pre>`,
    ),
  );
