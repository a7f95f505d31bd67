/** The value that an object itself holds under a name; undefined for names that only its prototype has (`constructor`). */
export function own<T>(object: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
}
