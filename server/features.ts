import type { Feature } from './core/feature.js';

/** Every feature, in the order of dependence: a feature knows only those above it. */
export const features: readonly Feature[] = [];
