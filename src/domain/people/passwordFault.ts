export const leastPasswordLength = 10;
const mostPasswordLength = 200;

/** What is wrong with a password that somebody wants, in a sentence; null: nothing. Length decides (NIST SP 800-63B §5.1.1.2). */
export function passwordFault(password: string, email: string): string | null {
  if (password.length < leastPasswordLength)
    return `Take at least ${leastPasswordLength} characters; a sentence is fine.`;
  if (password.length > mostPasswordLength) return `Take at most ${mostPasswordLength} characters.`;
  if (password.toLowerCase() === email.toLowerCase()) return 'Take something other than the email address.';
  return new Set(password).size < 4 ? 'Take more than three different characters.' : null;
}
