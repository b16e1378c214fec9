/**
 * What kind of snapshot a barrier asks for; C26: after a stop or drain barrier the sources emit
 * nothing; before a drain barrier they end event time (W18).
 */
export type BarrierKind = 0 | 1 | 2 | 3;
export const CHECKPOINT_BARRIER: BarrierKind = 0;
export const SAVEPOINT_BARRIER: BarrierKind = 1;
export const STOP_BARRIER: BarrierKind = 2;
export const DRAIN_BARRIER: BarrierKind = 3;

/** A barrier as the one number that a network buffer carries for it. */
export function barrierValue(id: number, kind: BarrierKind): number {
  return id * 4 + kind;
}

export function barrierId(value: number): number {
  return Math.floor(value / 4);
}

export function barrierKind(value: number): BarrierKind {
  return (value % 4) as BarrierKind;
}
