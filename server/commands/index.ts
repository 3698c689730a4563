import type { Command } from './command.js';

/** Every command, loaded when it is asked for: most need only a part of the program. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  install: async () => (await import('./install.js')).install,
  'user:create': async () => (await import('./create-user.js')).createUserCommand,
  'user:reset-password': async () => (await import('./reset-password.js')).resetPassword,
  'user:reset-two-factor': async () => (await import('./reset-two-factor.js')).resetTwoFactor,
  demo: async () => (await import('./make-demo.js')).demo,
  license: async () => (await import('./license.js')).license,
  'review:verify': async () => (await import('./verify-review.js')).verifyReview,
  routes: async () => (await import('./routes.js')).routes,
  doctor: async () => (await import('./doctor.js')).doctor,
};
