import type { Config } from './index.js';

let current: Config | undefined;

/** Says with which configuration this process runs. */
export function useConfig(config: Config): void {
  current = config;
}

/** The configuration of this process, for those who report on it; whoever works gets it handed in. */
export function currentConfig(): Config {
  if (!current) throw new Error('No configuration is in use yet');
  return current;
}
