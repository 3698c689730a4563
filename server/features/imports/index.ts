/** Imports: people come into the team from a table, all of them or none. */
import type { Feature } from '../../core/feature.js';
import { importsRoutes } from './imports.routes.js';

export { cleanImports } from './imports-cleaning.service.js';

export const importsFeature: Feature = {
  name: 'imports',
  routes: importsRoutes,
  tables: ['user_imports'],
};
