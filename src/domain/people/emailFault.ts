const longest = 254;

/** What is wrong with the address of somebody who is to sign in, in a sentence; null: nothing. */
export function emailFault(email: string): string | null {
  if (email.length > longest) return `Take an address of at most ${longest} characters.`;
  return /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(email)
    ? null
    : 'Give an email address, like ada@example.org.';
}

/** By what an account is found and counted: lower case as we make it, not as the database would. */
export const accountKey = (email: string): string => email.trim().toLowerCase();
