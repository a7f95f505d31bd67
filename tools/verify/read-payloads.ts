import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** One webhook as a file tells it. */
export interface Payload {
  /** Path of the file below the given folder, with the place in it when it holds several. */
  readonly name: string;
  /** Lower-case names; empty when the file holds a body alone. */
  readonly headers: Readonly<Record<string, string>>;
  /** The exact bytes that were signed. */
  readonly body: Uint8Array;
  /** The body parsed, or undefined when it is no JSON. */
  readonly json: unknown;
  /** The secret the delivery was signed with, where the file names it. */
  readonly secret: string | null;
}

/** A delivery in a recording: a file `{ "deliveries": […] }`. */
interface Recorded {
  readonly headers?: Readonly<Record<string, string>>;
  readonly raw_body: string;
  readonly signature_token?: string;
}

/**
 * The payloads of a folder and the folders in it: a `.json` file is one body, or a recording of deliveries with headers,
 * raw bodies and secret. Throws when the folder cannot be read.
 */
export function readPayloads(folder: string): readonly Payload[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  return files.flatMap((path) => payloadsOf(relative(folder, path), readFileSync(path)));
}

function payloadsOf(name: string, bytes: Uint8Array): readonly Payload[] {
  const json = parse(bytes);
  if (!isRecording(json)) return [{ name, headers: {}, body: bytes, json, secret: null }];

  return json.deliveries.map((delivery, index) => {
    const body = new TextEncoder().encode(delivery.raw_body);
    const headers = lowerCase(delivery.headers ?? {});
    return { name: `${name}[${index}]`, headers, body, json: parse(body), secret: delivery.signature_token ?? null };
  });
}

function isRecording(json: unknown): json is { readonly deliveries: readonly Recorded[] } {
  if (typeof json !== 'object' || json === null || !('deliveries' in json)) return false;
  return Array.isArray(json.deliveries) && json.deliveries.every((each) => typeof each?.raw_body === 'string');
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
