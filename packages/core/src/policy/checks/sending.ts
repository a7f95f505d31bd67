import type { PolicyIssue } from '../issues.ts';
import type { Policy } from '../policy.ts';
import { warning } from './warning.ts';

/** Secrets that stand in the file itself, and mails that travel unprotected. */
export function sendingFindings({ input }: Policy): readonly PolicyIssue[] {
  const { smtp } = input;
  const written = Object.entries(input.contacts).flatMap(([role, { notify }]) =>
    notify.flatMap((channel, index) =>
      channel === 'note'
        ? []
        : (['teams', 'slack'] as const)
            .filter((kind) => typeof channel[kind] === 'string' && channel[kind].startsWith('https://'))
            .map((kind) => ['contacts', role, 'notify', index, kind]),
    ),
  );
  return [
    ...written.map((path) =>
      warning(path, {
        de: 'wer diese Adresse kennt, kann dort schreiben: besser `stellwerk secret set NAME` und hier den Namen',
        en: 'whoever knows this address can post there: better `stellwerk secret set NAME`, and the name here',
      }),
    ),
    ...(smtp?.security === 'none'
      ? [
          warning(['smtp', 'security'], {
            de: 'Mails und Passwort gehen unverschlüsselt über das Netz',
            en: 'mails and password go over the network unencrypted',
          }),
        ]
      : []),
  ];
}
