import { NotFound } from '@stellwerk/ports';

/** An issue's place: repository and number. */
export interface IssuePlace {
  readonly owner: string;
  readonly repo: string;
  readonly number: number;
}

/** Splits `owner/name`. */
export function repositoryPlace(repository: string): Pick<IssuePlace, 'owner' | 'repo'> {
  const [owner = '', repo = ''] = repository.split('/');
  return { owner, repo };
}

/** `acme/product#12`, the form in which the product stores it. */
export function issueReference(repository: string, number: number): string {
  return `${repository}#${number}`;
}

/** Reads `acme/product#12`. Throws NotFound when the text names no issue. */
export function issuePlace(reference: string): IssuePlace {
  const match = /^([^/#\s]+)\/([^/#\s]+)#([1-9]\d*)$/.exec(reference);
  if (!match) throw new NotFound('The reference names no GitHub issue; expected owner/name#number');
  return { owner: match[1]!, repo: match[2]!, number: Number(match[3]) };
}

/** GitHub compares repository names without case. */
export function isSameRepository(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
