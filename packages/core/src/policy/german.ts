/** The German of every English message that the schemas of this folder write. A test reads them from the sources. */
const GERMAN: Readonly<Record<string, string>> = {
  'expected an edge such as T1->T2': 'erwartet wird ein Übergang wie T1->T2',
  'expected "add name" or "remove name"': 'erwartet wird „add name“ oder „remove name“',
  'expected exactly one action per entry, e.g. { tier: T2 } or { note: internal }':
    'erwartet wird genau eine Aktion je Eintrag, z. B. { tier: T2 } oder { note: internal }',
  'expected a comparison such as ">=3", "<50" or 2': 'erwartet wird ein Vergleich wie ">=3", "<50" oder 2',
  'expected a span such as 30min, 4h, 1d or 2bd (d = 24 hours of open time, bd = business day)':
    'erwartet wird eine Spanne wie 30min, 4h, 1d oder 2bd (d = 24 Stunden offener Zeit, bd = Arbeitstag)',
  'expected a time to keep such as 0d, 14d, 24m or 2y': 'erwartet wird eine Aufbewahrungszeit wie 0d, 14d, 24m oder 2y',
  'expected an id of letters, digits, - and _': 'erwartet wird eine Id aus Buchstaben, Ziffern, - und _',
  'expected owner/name': 'erwartet wird besitzer/name',
  'expected 75%, breach, +60min or -30min': 'erwartet wird 75%, breach, +60min oder -30min',
  'expected an https address, the name of a secret, or { env: NAME }':
    'erwartet wird eine https-Adresse, der Name eines Geheimnisses oder { env: NAME }',
  'expected exactly one of webhook, email, teams, slack': 'erwartet wird genau eines von webhook, email, teams, slack',
  'expected `webhook` beside `secret`: only signed webhooks have one':
    'erwartet wird `webhook` neben `secret`: nur signierte Webhooks haben eines',
  'expected `user` and `password` together, or neither': 'erwartet werden `user` und `password` zusammen oder keines',
  'expected no other braces than {ticket} and {tier}':
    'erwartet werden keine anderen geschweiften Klammern als {ticket} und {tier}',
  'expected no other braces than {ticket}': 'erwartet werden keine anderen geschweiften Klammern als {ticket}',
  'expected at most `threshold`': 'erwartet wird höchstens `threshold`',
  'expected `sla` beside `at`: which clock is meant': 'erwartet wird `sla` neben `at`: welche Uhr ist gemeint',
};

/** The German text of a message of ours, or null for one that the schema library wrote. */
export function germanOf(message: string): string | null {
  return Object.hasOwn(GERMAN, message) ? (GERMAN[message] ?? null) : null;
}
