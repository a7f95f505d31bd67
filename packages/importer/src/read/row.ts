import type { Text } from '@stellwerk/core';
import type { Cells } from '../mapping/mapping.ts';

/** One row of a file, or why it could not be read. The line is where it begins, counted from 1. */
export type FileRow =
  | {
      readonly kind: 'row';
      readonly line: number;
      readonly cells: Cells /** All of it, for its name. */;
      readonly whole: string;
    }
  | { readonly kind: 'bad'; readonly line: number; readonly problem: Text };

/** A row longer than this is a mistake, most often a quote that is never closed. */
export const MAX_ROW = 1_000_000;
