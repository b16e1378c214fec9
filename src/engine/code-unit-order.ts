/** The order of texts on every machine: by UTF-16 code unit, in no locale. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
