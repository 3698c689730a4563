import { get, routes } from '../../core/http/index.js';
import { live } from './live.controller.js';

export const liveRoutes = routes([
  get('/events', 'signed-in', live.show, {
    surface: 'both',
    forMachines: true,
    duringPasswordChange: true,
    duringSecondFactorSetUp: true,
  }),
]);
