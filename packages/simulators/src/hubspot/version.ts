/** The dated API version the simulator serves; the only place it is written. */
export const HUBSPOT_API_VERSION = '2026-09';

const NUMBERED: readonly (readonly [RegExp, string])[] = [
  [/^\/crm\/v[34]\/(objects|associations|pipelines|owners|properties)(?=\/|$)/, `/crm/$1/${HUBSPOT_API_VERSION}`],
  [/^\/conversations\/v3\/conversations(?=\/)/, `/conversations/conversations/${HUBSPOT_API_VERSION}`],
  [/^\/account-info\/v3(?=\/)/, `/account-info/${HUBSPOT_API_VERSION}`],
];

/** Turns a numbered path into the dated one it stands for: numbered ones still answer, and the official client uses them. */
export function datedPath(path: string): string {
  // a slash at the end changes nothing, and the official client sends one
  const trimmed = path.length > 1 ? path.replace(/\/+$/, '') : path;
  const rule = NUMBERED.find(([pattern]) => pattern.test(trimmed));
  return rule ? trimmed.replace(rule[0], rule[1]) : trimmed;
}
