/** Start-up ends with this: everything that is wrong with the settings or the files, at once. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  /** One line each: the name, what is expected, and an example. */
  readonly problems: readonly string[];

  constructor(head: string, problems: readonly string[]) {
    super([head, ...problems.map((problem) => `  ${problem}`)].join('\n'));
    this.problems = problems;
  }
}
