import { del, get, patch, post, routes } from '../../core/http/index.js';
import { closure, restorations, topics, visibility } from './discussions.controller.js';
import { portalTopics } from './portal-topics.controller.js';

const needs = 'chat.discussions';

export const discussionsRoutes = routes([
  get('/projects/:projectId/discussions', needs, topics.index),
  get('/projects/:projectId/discussions/new', needs, topics.new),
  post('/projects/:projectId/discussions', needs, topics.create),
  get('/discussions/:discussionId', needs, topics.show),
  get('/discussions/:discussionId/edit', needs, topics.edit),
  patch('/discussions/:discussionId', needs, topics.update),
  del('/discussions/:discussionId', needs, topics.destroy),
  post('/discussions/:discussionId/restoration', needs, restorations.create),
  post('/discussions/:discussionId/closure', needs, closure.create),
  del('/discussions/:discussionId/closure', needs, closure.destroy),
  get('/discussions/:discussionId/visibility', 'tasks.share', visibility.edit),
  post('/discussions/:discussionId/visibility', 'tasks.share', visibility.update),
  get('/portal/discussions/:discussionId', needs, portalTopics.show),
  get('/portal/projects/:projectId/discussions/new', needs, portalTopics.new),
  post('/portal/projects/:projectId/discussions', needs, portalTopics.create),
]);
