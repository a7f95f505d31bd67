import { missingScopes } from './errors.ts';

/** Which scopes a path asks for, by method; one of them is enough. The first line that fits counts. */
const NEEDED: readonly (readonly [method: RegExp, path: RegExp, scopes: readonly string[]])[] = [
  [/^GET$/, /^\/crm\/properties\/[^/]+\/(?:tickets|0-5)\b/, ['tickets']],
  [/./, /^\/crm\/properties\/[^/]+\/(?:tickets|0-5)\b/, ['tickets', 'crm.schemas.tickets.write']],
  [/./, /^\/crm\/properties\/[^/]+\/companies\b/, ['crm.objects.companies.read']],
  [/./, /^\/crm\/(?:objects|pipelines)\/[^/]+\/(?:tickets|0-5)\b/, ['tickets']],
  [/^GET$/, /^\/crm\/objects\/[^/]+\/contacts\b/, ['crm.objects.contacts.read']],
  [/^GET$/, /^\/crm\/objects\/[^/]+\/companies\b/, ['crm.objects.companies.read']],
  [/^GET$/, /^\/crm\/objects\/[^/]+\/deals\b/, ['crm.objects.deals.read']],
  [/^POST$/, /^\/crm\/objects\/[^/]+\/notes$/, ['crm.objects.contacts.write']],
  [/./, /^\/crm\/owners\b/, ['crm.objects.owners.read']],
  [/^GET$/, /^\/conversations\b/, ['conversations.read']],
  [/./, /^\/conversations\b/, ['conversations.write']],
];

/** Refuses what the token's scopes do not cover. Null stands for a token with every scope but that of deals, which are not here. */
export function needScope(method: string, path: string, granted: readonly string[] | null): void {
  const needed = NEEDED.find(([methods, paths]) => methods.test(method) && paths.test(path))?.[2];
  if (!needed) return;
  const isCovered = needed.some((scope) => (granted === null ? !scope.includes('deals') : granted.includes(scope)));
  if (!isCovered) throw missingScopes(needed);
}
