/** At most one task in flight and one waiting: a newer argument replaces the waiting one, so only the latest wins. */
export class Newest<A> {
  #running = false;
  #waiting: { argument: A } | null = null;
  readonly #run: (argument: A) => Promise<void>;

  /** @param run must not reject; it is never called while an earlier call is unsettled */
  constructor(run: (argument: A) => Promise<void>) {
    this.#run = run;
  }

  get busy(): boolean {
    return this.#running;
  }

  /** whether what runs now is out of date already */
  get outdated(): boolean {
    return this.#waiting !== null;
  }

  /** Runs at once when idle, else takes the place of whatever waits. */
  push(argument: A): void {
    this.#waiting = { argument };
    if (!this.#running) void this.#drain();
  }

  /** Forgets what waits; what runs goes on. */
  clear(): void {
    this.#waiting = null;
  }

  async #drain(): Promise<void> {
    this.#running = true;
    while (this.#waiting !== null) {
      const { argument } = this.#waiting;
      this.#waiting = null;
      await this.#run(argument);
    }
    this.#running = false;
  }
}
