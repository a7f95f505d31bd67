import { span } from '@stellwerk/core';

/** A progress bar on stderr, redrawn in place on a terminal, a line every tenth elsewhere. */
export interface Progress {
  update(share: number | null, seen: number, etaMs: number | null): void;
  end(): void;
}

const WIDTH = 24;

/** Makes a bar with a label. Silent when `quiet`. */
export function createProgress(label: string, quiet = false): Progress {
  const terminal = process.stderr.isTTY === true;
  let lastTenth = -1;
  return {
    update(share, seen, etaMs) {
      if (quiet) return;
      const text = `${label} ${bar(share)} ${seen}${etaMs === null ? '' : ` · ${span(etaMs)}`}`;
      const tenth = Math.floor((share ?? 0) * 10);
      if (terminal) process.stderr.write(`\r${text.padEnd(78)}`);
      else if (tenth !== lastTenth) process.stderr.write(`${text}\n`);
      lastTenth = tenth;
    },
    end() {
      if (terminal && !quiet) process.stderr.write('\n');
    },
  };
}

function bar(share: number | null): string {
  if (share === null) return '…';
  const filled = Math.round(Math.min(1, share) * WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${Math.round(share * 100)} %`;
}
