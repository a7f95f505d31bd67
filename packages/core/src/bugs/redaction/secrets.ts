import { type Span, spansOf } from './span.ts';

const WORD = String.raw`(?<![\p{L}\p{N}_-])`;

/** Shapes that their makers chose so that they can be told: GitHub, GitLab, Slack, Stripe, AWS, Google, npm, HubSpot, … */
const PREFIXED = new RegExp(
  String.raw`${WORD}(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprse]-[\w-]{10,}|[srp]k_(?:live|test)_\w{10,}|sk-[\w-]{20,}|(?:AKIA|ASIA)[0-9A-Z]{16}|AIza[\w-]{30,}|ya29\.[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|hf_\w{20,}|npm_\w{20,}|pypi-[\w-]{16,}|dop_v1_\w{20,}|shp(?:at|ss|ca|pa)_\w{20,}|whsec_[\w+/=]{16,}|pat-(?:eu|na)\d-[\w-]{16,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*)`,
  'gu',
);
const PRIVATE_KEY =
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{0,8000}?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g;
const AUTHORIZATION = /\b(?:bearer|basic|token)[ ]+(?<hit>[\w.~+/=-]{16,})/gi;
const IN_ADDRESS = /:\/\/(?<hit>[^\s/@:]{1,100}:[^\s/@]{1,200})@/g;
const IN_QUERY =
  /[?&#](?:access_token|refresh_token|id_token|token|api_?key|key|sig|signature|secret|password|code|session(?:id)?|sid)=(?<hit>[^\s&#]{6,})/gi;

const PASSWORD = 'pass(?:wor[dt]|phrase|wd)?|pwd|kennwort|pin';
const KEY =
  '(?:api|access|client|private|secret|auth|session)?[-_ ]?(?:secret|token|key|schlüssel)|(?:set-)?cookie|zugangsdaten|credentials?';
const SAID_PASSWORD = new RegExp(
  String.raw`(?<!\p{L})(?:${PASSWORD})["']?[ ]*[:=][ ]*["']?(?<hit>[^\s"',;&]{3,200})`,
  'giu',
);
const QUOTED_PASSWORD = new RegExp(
  String.raw`(?<!\p{L})(?:${PASSWORD})["']?[ ]*(?:[:=]|[ ](?:ist|is|lautet)[ :])[ ]*["'„“](?<hit>[^"'“”\n]{3,200})["'“”]`,
  'giu',
);
const TOLD_PASSWORD = new RegExp(
  String.raw`(?<!\p{L})(?:${PASSWORD})[ ]+(?:ist|is|lautet|war|was)[ ]*[:=]?[ ]*["'„“]?(?<hit>[^\s"'“”,;]{4,200})`,
  'giu',
);
const SAID_KEY = new RegExp(
  String.raw`(?<!\p{L})(?:${KEY})["']?[ ]*(?:[:=]|[ ](?:ist|is|lautet)[ :])[ ]*["']?(?<hit>[^\s"',;&]{8,400})`,
  'giu',
);
const LONG_MIXED = new RegExp(String.raw`${WORD}[A-Za-z0-9+_=-]{32,}(?![\p{L}\p{N}])`, 'gu');

/** Tokens, keys, passwords and certificates by their shape or by the word before them. */
export function secretSpans(text: string): readonly Span[] {
  const any = (): boolean => true;
  return [
    ...spansOf(text, 'secret', PREFIXED, any),
    ...spansOf(text, 'secret', PRIVATE_KEY, any),
    ...spansOf(text, 'secret', AUTHORIZATION, isNoLowerWord),
    ...spansOf(text, 'secret', IN_ADDRESS, any),
    ...spansOf(text, 'secret', IN_QUERY, any),
    ...spansOf(text, 'secret', SAID_PASSWORD, any),
    ...spansOf(text, 'secret', QUOTED_PASSWORD, any),
    ...spansOf(text, 'secret', TOLD_PASSWORD, isNoPlainWord),
    ...spansOf(text, 'secret', SAID_KEY, hasDigit),
    ...spansOf(text, 'secret', LONG_MIXED, isMixed),
  ];
}

function hasDigit(found: string): boolean {
  return /\d/.test(found);
}

function isNoLowerWord(found: string): boolean {
  return /\d|\p{Ll}\p{Lu}/u.test(found);
}

/** “Mein Passwort ist abgelaufen.” tells no password. */
function isNoPlainWord(found: string): boolean {
  return /[\d!§$%&#@*+=_~]/.test(found.replace(/[.!?]+$/, ''));
}

/** Upper and lower case and digits all through: no word, no trace id (hex) and no method's name is like that. */
function isMixed(found: string): boolean {
  return [/[A-Z]/g, /[a-z]/g, /\d/g].every((kind) => (found.match(kind) ?? []).length >= 4);
}
