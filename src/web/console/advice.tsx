/** Words for ops in which `code` stands between backticks, as in the log and in the terminal. */
export const Advice = ({ text }: { readonly text: string }) => (
  <>{text.split('`').map((part, place) => (place % 2 === 1 ? <code>{part}</code> : part))}</>
);
