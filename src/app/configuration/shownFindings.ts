import type { FileFinding } from '../../../config/yamlFile.ts';

/** `feeds.yaml:3:5: error: …`, and what to do. */
export const shownFindings = (findings: readonly FileFinding[]): string =>
  findings
    .map(({ file, line, column, severity, rule, message, suggestion }) => {
      const about = rule === null ? '' : `${rule}: `;
      return `${file}:${line}:${column}: ${severity}: ${about}${message}${suggestion === null ? '' : ` (try: ${suggestion})`}`;
    })
    .join('\n');
