/** Columns: the statuses a project's tasks walk through, in the order of its board. */
import type { Feature } from '../../core/feature.js';
import { useProjectPreparation } from '../projects/index.js';
import { columnsRoutes } from './columns.routes.js';
import { createDefaultColumns } from './columns.service.js';

useProjectPreparation(createDefaultColumns);

export const columnsFeature: Feature = {
  name: 'columns',
  routes: columnsRoutes,
  tables: ['columns'],
};

export { type ColumnContents, useColumnContents } from './columns.contents.js';
export { hueChoices } from './columns.presenter.js';
export { type ColumnRow, findColumn, listColumns } from './columns.queries.js';
