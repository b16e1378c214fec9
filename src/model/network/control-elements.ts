/** What stands between records in a channel: W14, C9, C11, C12. */
export type ControlKind = 0 | 1 | 2 | 3 | 4 | 5;
export const WATERMARK: ControlKind = 0;
export const STATUS_IDLE: ControlKind = 1;
export const STATUS_ACTIVE: ControlKind = 2;
export const BARRIER: ControlKind = 3;
export const CANCEL_BARRIER: ControlKind = 4;
export const END_OF_PARTITION: ControlKind = 5;

/**
 * Watermarks, statuses and barriers in columns, with the number of records ahead of each. `size` of them
 * count; what lies behind is of old, since arrays that are cut short give their memory back.
 */
export class ControlElements {
  readonly at: number[] = [];
  readonly kind: ControlKind[] = [];
  readonly value: number[] = [];
  size = 0;
  /** How many are barriers, cancellation markers or ends of partition. */
  barriers = 0;

  push(kind: ControlKind, value: number, recordsAhead: number): void {
    const i = this.size++;
    this.at[i] = recordsAhead;
    this.kind[i] = kind;
    this.value[i] = value;
    if (kind >= BARRIER) this.barriers++;
  }

  copy(others: ControlElements): void {
    for (let i = 0; i < others.size; i++)
      this.push(others.kind[i]!, others.value[i]!, others.at[i]!);
  }

  /** The first barrier, cancellation marker or end of partition from that one on, or −1. */
  firstBarrier(from: number): number {
    if (this.barriers === 0) return -1;
    for (let i = from; i < this.size; i++) if (this.kind[i]! >= BARRIER) return i;
    return -1;
  }
}
