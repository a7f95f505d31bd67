import type { Text } from '@stellwerk/core';
import { AuthExpired, ConfigError, type ProbeWarning } from '@stellwerk/ports';
import type { Check, Examined, Finding, Group } from './finding.ts';

const EDIT = {
  de: 'In stellwerk.yaml berichtigen: stellwerk check',
  en: 'Put it right in stellwerk.yaml: stellwerk check',
};

/** Whether each account lets us in, with the rights that are needed, as an account of its own. */
export const credentials: Check = async ({ accounts, store }) => {
  const rows = new Map((await store.connections.list()).map((row) => [row.name, row]));
  return accounts.flatMap((account) => {
    const row = rows.get(account.name);
    return [
      ...(account.error === null ? [] : [failed(account)]),
      ...missing(account),
      ...(account.probe?.warnings ?? []).map((warning) => warned(account.name, warning)),
      ...(row?.status === 'paused' ? [paused(account.name, row.pausedReason)] : []),
    ];
  });
};

function failed({ name, error }: Examined): Finding {
  const base = { group: 'credential', severity: 'problem', connection: name } as const;
  if (error instanceof ConfigError) {
    const isSecret = /Geheimnis|Umgebungsvariable/.test(error.text.de);
    return { ...base, code: isSecret ? 'credential.secret_missing' : 'credential.config', text: error.text, fix: EDIT };
  }
  const message = error instanceof Error ? error.message : String(error);
  const text = { de: message, en: message };
  if (error instanceof AuthExpired) {
    const fix = {
      de: `Beim Anbieter ein neues Token erstellen und setzen: stellwerk secret set`,
      en: `Make a new token at the provider and set it: stellwerk secret set`,
    };
    return { ...base, code: 'credential.refused', text, fix };
  }
  const fix = {
    de: 'Adresse, Netz und Proxy prüfen; der Anbieter ist vielleicht gerade nicht erreichbar.',
    en: 'Check address, network and proxy; the provider may be down just now.',
  };
  return { ...base, code: 'credential.unreachable', text, fix };
}

function missing({ name, probe, connection }: Examined): readonly Finding[] {
  return (probe?.missingScopes ?? []).map((scope) => {
    const reason = connection?.adapter.manifest.permissions.find((each) => each.scope === scope)?.reason;
    return {
      group: 'credential',
      code: 'credential.scope_missing',
      severity: 'problem',
      connection: name,
      text: {
        de: `Es fehlt das Recht ${scope}. ${reason?.de ?? ''}`.trim(),
        en: `The right ${scope} is missing. ${reason?.en ?? ''}`.trim(),
      },
      fix: { de: `Beim Anbieter ${scope} erlauben.`, en: `Grant ${scope} at the provider.` },
    } satisfies Finding;
  });
}

const GROUP_OF: Readonly<Partial<Record<ProbeWarning['code'], Group>>> = {
  clock_skewed: 'clock',
  tier_missing: 'writes',
  issues_off: 'writes',
  repository_public: 'privacy',
};

const FIX_OF: Readonly<Partial<Record<ProbeWarning['code'], Text>>> = {
  account_personal: {
    de: 'Ein eigenes Konto für Stellwerk anlegen und dessen Token setzen: stellwerk connect zeigt, wie.',
    en: 'Make an account for Stellwerk alone and set its token: stellwerk connect shows how.',
  },
  account_too_powerful: {
    de: 'Ein Token mit nur den nötigen Rechten erstellen und setzen: stellwerk secret set',
    en: 'Make a token with only the rights that are needed and set it: stellwerk secret set',
  },
  account_not_admin: {
    de: 'Nur zum Einrichten (plan, apply) und für manche Angaben in discover nötig.',
    en: 'Needed only for setup (plan, apply) and for some of what discover shows.',
  },
  credential_ends: {
    de: 'Vorher erneuern und setzen: stellwerk secret set',
    en: 'Renew it before and set it: stellwerk secret set',
  },
  no_groups: {
    de: 'Dem Konto beim Anbieter die Gruppen geben, um die es geht.',
    en: 'Give the account the groups in question, at the provider.',
  },
  tier_missing: {
    de: 'stellwerk plan, dann stellwerk apply legt das Feld an.',
    en: 'stellwerk plan, then stellwerk apply makes the field.',
  },
  issues_off: {
    de: 'Issues in den Einstellungen des Repositorys einschalten.',
    en: "Turn issues on in the repository's settings.",
  },
  repository_public: {
    de: 'Ein privates Repository wählen: was dort steht, lesen alle.',
    en: 'Choose a private repository: what stands there everybody reads.',
  },
  clock_skewed: {
    de: 'Zeitabgleich (NTP) auf diesem Rechner einschalten.',
    en: 'Turn on time synchronisation (NTP) on this machine.',
  },
};
const LOOK: Text = { de: 'Ansehen: stellwerk check --online', en: 'Look at it: stellwerk check --online' };

function warned(name: string, { code, text }: ProbeWarning): Finding {
  const group = GROUP_OF[code] ?? 'credential';
  return {
    group,
    code: `${group}.${code}`,
    severity: code === 'account_not_admin' ? 'note' : 'warning',
    connection: name,
    text,
    fix: FIX_OF[code] ?? LOOK,
  };
}

function paused(name: string, reason: string | null): Finding {
  return {
    group: 'credential',
    code: 'credential.paused',
    severity: 'problem',
    connection: name,
    text: {
      de: `Die Verbindung ruht: ${reason ?? '–'}. Nichts geht verloren.`,
      en: `The connection is paused: ${reason ?? '–'}. Nothing is lost.`,
    },
    fix: {
      de: 'Zugang erneuern; serve versucht es danach von selbst.',
      en: 'Renew the credentials; serve tries again by itself.',
    },
  };
}
