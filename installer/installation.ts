import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Config } from '../server/core/config/index.js';

/** The installation that this process is setting up. */
export interface Installation {
  config: Config;
  /** Lets the same process go on as the product; settles when it serves. */
  onInstalled: () => Promise<void> | void;
  /** From then on every address of the installer is gone. */
  isFinished: boolean;
  /** Tries at the setup code: ten in ten minutes from one address. */
  guesses: RateLimiterMemory;
}

let current: Installation | undefined;

/** Says which installation this process sets up. */
export function beginInstallation(
  config: Config,
  onInstalled: Installation['onInstalled'],
): Installation {
  const guesses = new RateLimiterMemory({ points: 10, duration: 600 });
  current = { config, onInstalled, isFinished: false, guesses };
  return current;
}

/** The installation that this process is setting up. */
export function installation(): Installation {
  if (!current) throw new Error('No installation has begun');
  return current;
}
