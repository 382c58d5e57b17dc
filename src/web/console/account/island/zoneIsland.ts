/** Fills in the browser's time zone where a form asks for it. */
const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
for (const input of document.querySelectorAll<HTMLInputElement>('input[data-zone]')) input.value = timeZone;
