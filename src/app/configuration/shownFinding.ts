import type { FileFinding } from '../../../config/yamlFile.ts';

/** `feeds.yaml:3:5: error: …`, and what to do. */
export function shownFinding({ file, line, column, severity, rule, message, suggestion }: FileFinding): string {
  const about = rule === null ? '' : `${rule}: `;
  return `${file}:${line}:${column}: ${severity}: ${about}${message}${suggestion === null ? '' : ` (try: ${suggestion})`}`;
}
