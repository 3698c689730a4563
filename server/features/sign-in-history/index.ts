// Sign-in history: when, from where and how long somebody was signed in, for those who look after them.
import type { Feature } from '../../core/feature.js';
import { signInHistoryRoutes } from './sign-in-history.routes.js';

export const signInHistoryFeature: Feature = {
  name: 'sign-in-history',
  routes: signInHistoryRoutes,
};
