import { type PolicyIssue, StellwerkError } from '@stellwerk/core';

/** The mapping does not fit the file: every finding with its path in the mapping. */
export class MappingRefused extends StellwerkError {
  readonly code = 'MAPPING_REFUSED';
  readonly issues: readonly PolicyIssue[];

  constructor(issues: readonly PolicyIssue[]) {
    super(`${issues.length} finding(s) in the mapping`);
    this.issues = issues;
  }
}
