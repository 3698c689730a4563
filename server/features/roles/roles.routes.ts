import { get, routes } from '../../core/http/index.js';
import { roles } from './roles.controller.js';

export const rolesRoutes = routes([get('/roles', 'roles.manage', roles.index)]);
