/** A bell: wait() returns when it rings, also when it rang while nobody was waiting. */
export class Signal {
  private rung = false;
  private answer: (() => void) | undefined;

  /** Ends the present wait, or the next one before it begins. */
  ring(): void {
    this.rung = true;
    this.answer?.();
  }

  /** Waits until the bell rings, but not longer than `ms` milliseconds. */
  async wait(ms: number): Promise<void> {
    if (!this.rung) await this.ringOrTimeout(ms);
    this.rung = false;
  }

  private ringOrTimeout(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      // A waiting worker alone must not keep a process alive.
      timer.unref();
      this.answer = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
