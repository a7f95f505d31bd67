/** Base of every error thrown on purpose. `retry` is what the delivery of effects acts on. */
export abstract class StellwerkError extends Error {
  abstract readonly code: string;
  readonly retry: 'never' | 'later' = 'never';
  override get name(): string {
    return this.constructor.name;
  }
}

/** A text in both languages of the product. */
export interface Text {
  readonly de: string;
  readonly en: string;
}
