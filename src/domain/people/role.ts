/** What a person may do: look; change rules, stories, feeds and subscriptions; decide about people, tokens and settings. */
export const roles = ['viewer', 'editor', 'admin'] as const;

export type PersonRole = (typeof roles)[number];

/** Whether a role includes all that another one may. */
export const includesRole = (has: PersonRole, wanted: PersonRole): boolean =>
  roles.indexOf(has) >= roles.indexOf(wanted);
