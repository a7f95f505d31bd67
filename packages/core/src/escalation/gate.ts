import type { Step } from '../decide/step.ts';

/** Names of the facts that an edge requires and the ticket does not have yet: fields of that name, or tags `has_<name>`. */
export function missingFacts({ state, policy }: Step, edge: string): readonly string[] {
  const { fields, tags } = state.facts;
  const required = policy.input.tierEdges[edge]?.require ?? [];
  return required.filter((name) => isEmpty(fields[name]) && !tags.includes(`has_${name}`));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === false;
}
