import type { Token } from './tokens.ts';

/** "These figures have not been updated since Thursday": a sentence about the figures before it. */
export function isStale(tokens: readonly Token[]): boolean {
  const isAboutFigures = tokens
    .slice(0, 4)
    .some(({ text }) => /^(figures?|numbers?|tolls?|данные|цифры|деректер)$/.test(text));
  return (
    isAboutFigures && tokens.some(({ text }) => /^(updated?|changed?|revised|обновл|изменил|менял|жаңартыл)/.test(text))
  );
}
