/** Zendesk shows the names of Rails; these differ from the city of the zone, or stand for several. */
const DISPLAY_NAMES: Readonly<Record<string, string>> = {
  Berlin: 'Europe/Berlin',
  Bern: 'Europe/Zurich',
  Zurich: 'Europe/Zurich',
  Vienna: 'Europe/Vienna',
  Amsterdam: 'Europe/Amsterdam',
  Brussels: 'Europe/Brussels',
  Copenhagen: 'Europe/Copenhagen',
  London: 'Europe/London',
  Edinburgh: 'Europe/London',
  Madrid: 'Europe/Madrid',
  Paris: 'Europe/Paris',
  Prague: 'Europe/Prague',
  Rome: 'Europe/Rome',
  Stockholm: 'Europe/Stockholm',
  Warsaw: 'Europe/Warsaw',
  UTC: 'Etc/UTC',
  'Eastern Time (US & Canada)': 'America/New_York',
  'Central Time (US & Canada)': 'America/Chicago',
  'Mountain Time (US & Canada)': 'America/Denver',
  'Pacific Time (US & Canada)': 'America/Los_Angeles',
};

/** The zone by its name in the time zone database; null for a display name we do not know. */
export function ianaZone(name: string | null): string | null {
  if (name === null) return null;
  return DISPLAY_NAMES[name] ?? (name.includes('/') ? name : null);
}
