/** Minutes that the clocks of an IANA time zone are ahead of UTC at an instant, or null for a zone that does not exist. */
export function zoneOffsetMinutes(zone: string, at: Date): number | null {
  const parts = formatOf(zone)?.formatToParts(at);
  if (parts === undefined) return null;
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return hours === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function formatOf(zone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    return null;
  }
}
