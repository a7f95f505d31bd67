import type { EffectState } from '@stellwerk/ports';
import type { ModelLane } from './model-lanes.ts';

export interface ModelEffect {
  readonly id: number;
  readonly lane: ModelLane;
  readonly key: string;
  readonly repeatable: boolean;
  readonly coalesceKey: string | null;
  state: EffectState;
  nextAt: number | null;
  ambiguous: boolean;
  overtaken: boolean;
  supersededBy: ModelEffect | null;
  attempts: number;
}

export interface WantedEffect {
  readonly key: string;
  readonly repeatable: boolean;
  readonly coalesceKey: string | null;
  readonly entry: 'pending' | 'proposed' | 'past';
}

export class EffectModel {
  readonly effects: ModelEffect[] = [];

  save(lane: ModelLane, overtaken: readonly string[], wanted: readonly WantedEffect[], now: number): void {
    for (const key of overtaken) this.overtake(lane, key);
    for (const effect of wanted) this.enter(lane, effect, now);
  }

  private overtake(lane: ModelLane, key: string): void {
    const effect = this.find(lane, key);
    if (!effect || !['pending', 'proposed', 'sending', 'unknown', 'done'].includes(effect.state)) return;
    effect.overtaken = true;
    if (effect.state === 'pending' || effect.state === 'proposed') end(effect, 'cancelled');
  }

  private enter(lane: ModelLane, wanted: WantedEffect, now: number): void {
    const { key, entry } = wanted;
    const known = this.find(lane, key);
    const nextAt = entry === 'pending' ? now : null;
    if (known) {
      const again = known.overtaken || known.supersededBy?.overtaken === true;
      if (known.state !== 'cancelled' || !again) {
        known.overtaken = false;
        return;
      }
      Object.assign(known, { state: entry, nextAt, overtaken: false, supersededBy: null });
    }
    const blank = { ambiguous: false, overtaken: false, supersededBy: null, attempts: 0 };
    const entered = known ?? { id: this.effects.length + 1, lane, ...wanted, state: entry, nextAt, ...blank };
    if (!known) this.effects.push(entered);
    if (entry !== 'past') this.supersede(entered);
  }

  private supersede(by: ModelEffect): void {
    for (const other of this.effects) {
      if (other === by || other.lane !== by.lane || other.coalesceKey === null) continue;
      if (other.coalesceKey !== by.coalesceKey || (other.state !== 'pending' && other.state !== 'proposed')) continue;
      end(other, 'cancelled');
      other.supersededBy = by;
    }
  }

  claim(now: number, leaseMs: number): { effect: ModelEffect; lookUp: boolean } | null {
    const [effect] = this.effects
      .filter((one) => one.nextAt !== null && one.nextAt <= now && !one.lane.paused && this.mayGo(one))
      .sort((a, b) => (a.nextAt ?? 0) - (b.nextAt ?? 0) || a.id - b.id);
    if (!effect) return null;
    effect.ambiguous ||= effect.state !== 'pending';
    effect.state = 'sending';
    effect.nextAt = now + leaseMs;
    effect.attempts += 1;
    return { effect, lookUp: effect.ambiguous && !effect.repeatable };
  }

  private mayGo(effect: ModelEffect): boolean {
    if (effect.state !== 'pending') return true;
    const others = this.effects.filter(
      (other) => other !== effect && other.lane === effect.lane && other.nextAt !== null,
    );
    return !others.some(({ id, state }) => id < effect.id || state === 'sending' || state === 'unknown');
  }

  /** `attempt`: which one it was; a later claim has made it void. */
  finish(effect: ModelEffect, attempt: number, kind: 'done' | 'retry' | 'unknown' | 'dead', at: number): boolean {
    if (effect.state !== 'sending' || effect.attempts !== attempt) return false;
    if (kind === 'retry' && !effect.overtaken) Object.assign(effect, { state: 'pending', nextAt: at });
    else if (kind === 'unknown') Object.assign(effect, { state: 'unknown', nextAt: at, ambiguous: true });
    else end(effect, kind === 'retry' ? 'cancelled' : kind);
    return true;
  }

  /** The first effect in this state goes back to be sent, or ends. */
  move(from: EffectState, to: 'pending' | 'dismissed', now: number): ModelEffect | undefined {
    const effect = this.effects.find(({ state }) => state === from);
    if (effect) Object.assign(effect, { state: to, nextAt: to === 'pending' ? now : null });
    return effect;
  }

  private find(lane: ModelLane, key: string): ModelEffect | undefined {
    return this.effects.find((effect) => effect.lane === lane && effect.key === key);
  }
}

function end(effect: ModelEffect, state: EffectState): void {
  effect.state = state;
  effect.nextAt = null;
}
