/** The issue as it is written where the policy has no template of its own. */
export function standardTemplate(
  language: 'de' | 'en',
  allowFields: readonly string[],
): { readonly title: string; readonly body: string } {
  const german = language === 'de';
  const about = allowFields.includes('subject') ? '{subject}' : allowFields.includes('category') ? '{category}' : '';
  const title = `${german ? 'Fehler aus dem Support' : 'Bug from support'} ${about} #{ticket}`;
  const rows = german
    ? '| Ticket | {link} |\n| Priorität | {priority} |\n| Vertragsstufe | {plan} |\n| Stufe | {tier} |\n'
    : '| Ticket | {link} |\n| Priority | {priority} |\n| Plan | {plan} |\n| Tier | {tier} |\n';
  const told = allowFields.includes('message') ? `\n### ${german ? 'Beschreibung' : 'Description'}\n\n{message}\n` : '';
  return { title, body: `| | |\n|---|---|\n${rows}{fields}${told}` };
}
