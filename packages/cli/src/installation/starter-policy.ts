import type { Language } from '../output/language.ts';

const HEAD: Readonly<Record<Language, string>> = {
  de: `# Stellwerk: Stufen, Fristen und Eskalation neben dem Helpdesk. Was hier fehlt, gilt aus der Voreinstellung
# „dach-b2b-saas“ (docs/policy.md). Geprüft wird mit: stellwerk check`,
  en: `# Stellwerk: tiers, targets and escalation beside the helpdesk. What is left out here comes from the preset
# "dach-b2b-saas" (docs/policy.md). Check with: stellwerk check`,
};

const CONNECTIONS: Readonly<Record<Language, string>> = {
  de: `# Verbindungen. Geheimnisse stehen nie hier: nur ihr Name (gesetzt mit \`stellwerk secret set NAME\`) oder eine
# Umgebungsvariable als { env: NAME }. Kommentarzeichen entfernen und ausfüllen:
connections: {}
#  zammad:
#    kind: zammad
#    url: https://support.example.com
#    token: zammad-token                 # Zugriffstoken eines eigenen Agenten, Recht ticket.agent
#    webhookSecret: zammad-webhook       # „HMAC SHA1 Signature Token“ des Webhooks
#  zendesk:
#    kind: zendesk
#    subdomain: acme
#    auth: { kind: oauth, token: zendesk-token }
#    webhookSecret: zendesk-webhook
#  github-main:
#    kind: github
#    repository: acme/product
#    token: github-token
#    webhookSecret: github-webhook`,
  en: `# Connections. Secrets never stand here: only their name (set by \`stellwerk secret set NAME\`) or an environment
# variable as { env: NAME }. Take out the comment marks and fill in:
connections: {}
#  zammad:
#    kind: zammad
#    url: https://support.example.com
#    token: zammad-token                 # access token of an agent made for Stellwerk, right ticket.agent
#    webhookSecret: zammad-webhook       # the webhook's "HMAC SHA1 Signature Token"
#  zendesk:
#    kind: zendesk
#    subdomain: acme
#    auth: { kind: oauth, token: zendesk-token }
#    webhookSecret: zendesk-webhook
#  github-main:
#    kind: github
#    repository: acme/product
#    token: github-token
#    webhookSecret: github-webhook`,
};

const RULES: Readonly<Record<Language, string>> = {
  de: `# Wer welche Stufe besitzt, je Verbindung: tiers.T1.groups.<verbindung>: [Gruppe]
tiers:
  T0: { name: Selbsthilfe }
  T1: { name: First Level }
  T2: { name: Technischer Support }
  T3: { name: Entwicklung }
  T4: { name: Hersteller/Partner, external: true }

# Erste Stufe: die erste Regel, die zutrifft, gilt; sonst die Voreinstellung (und das wird so vermerkt).
tiering:
  default: T1
  rules:
    - { id: fehler-nach-t2, when: { tag: bug }, tier: T2 }

# Zuerst nur im Schatten: nichts wird geschrieben, bis \`stellwerk live VERBINDUNG --class tags\` es erlaubt.
writes: { tags: shadow, notes: shadow, assignment: shadow, notifications: shadow, issues: shadow }`,
  en: `# Who owns which tier, per connection: tiers.T1.groups.<connection>: [group]
tiers:
  T0: { name: Self-service }
  T1: { name: First level }
  T2: { name: Technical support }
  T3: { name: Development }
  T4: { name: Vendor/partner, external: true }

# First tier: the first rule that matches; else the default (and it is flagged as such).
tiering:
  default: T1
  rules:
    - { id: bugs-to-t2, when: { tag: bug }, tier: T2 }

# In shadow first: nothing is written until \`stellwerk live CONNECTION --class tags\` allows it.
writes: { tags: shadow, notes: shadow, assignment: shadow, notifications: shadow, issues: shadow }`,
};

/** A commented policy file to begin with. */
export function starterPolicy(language: Language): string {
  const head = `${HEAD[language]}
version: 1
preset: dach-b2b-saas
locale: { language: ${language}, form: sie, timezone: Europe/Berlin }`;
  return [head, CONNECTIONS[language], RULES[language], ''].join('\n\n');
}
