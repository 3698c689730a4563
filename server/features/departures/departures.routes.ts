import { get, post, routes } from '../../core/http/index.js';
import { deletions } from './deletions.controller.js';
import { erasures, restorations, trash } from './trash.controller.js';

/** What takes somebody out, or out for good, is not done with a borrowed session. */
const confirmed = { confirmed: true } as const;
const inTrash = { confirmed: '/trash' } as const;

export const departuresRoutes = routes([
  get('/users/:userId/deletion', 'users.delete', deletions.new, confirmed),
  post('/users/:userId/deletion', 'users.delete', deletions.create, confirmed),
  get('/clients/:userId/deletion', 'clients.delete', deletions.new, confirmed),
  post('/clients/:userId/deletion', 'clients.delete', deletions.create, confirmed),
  // Everybody of the team may open it: it lists what they may bring back, and nothing else.
  get('/trash', 'signed-in', trash.index),
  post('/trash/people/:userId/restoration', 'signed-in', restorations.create, inTrash),
  post('/trash/people/:userId/erasure', 'signed-in', erasures.create, inTrash),
]);
