/**
 * Whether the producers reach the broker of the output. It lives all the while, and its scans end what
 * has timed out (S8). Not modelled: brokers that die, an input whose broker is away.
 */
export class BrokerReach {
  #until = -1;
  #happened: () => void = () => {};

  /** Nobody reaches it before `until`; `happened` is called for each request that has to wait. */
  goAway(until: number, happened: () => void): void {
    this.#until = Math.max(this.#until, until);
    this.#happened = happened;
  }

  /** How long a request of `at` has to wait (µs); 0 = it is reached. */
  waitAt(at: number): number {
    if (at >= this.#until) return 0;
    this.#happened();
    return this.#until - at;
  }
}
