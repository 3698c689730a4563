import { del, get, patch, post, routes } from '../../core/http/index.js';
import { audience, notes, pin, restorations } from './notes.controller.js';

export const notesRoutes = routes([
  get('/notes', 'signed-in', notes.index),
  get('/notes/new', 'signed-in', notes.new),
  post('/notes', 'signed-in', notes.create),
  get('/notes/:noteId', 'signed-in', notes.show),
  get('/notes/:noteId/edit', 'signed-in', notes.edit),
  patch('/notes/:noteId', 'signed-in', notes.update),
  del('/notes/:noteId', 'signed-in', notes.destroy),
  post('/notes/:noteId/restoration', 'signed-in', restorations.create),
  post('/notes/:noteId/audience', 'signed-in', audience.update),
  post('/notes/:noteId/pin', 'signed-in', pin.update),
]);
