import type { Express } from 'express';
import { type Config, useConfig } from './core/config/index.js';
import { checkKeptQueries } from './core/database/index.js';
import { day, hour } from './core/dates/index.js';
import {
  createApplication,
  useChrome,
  useIdentity,
  useSessionLimits,
  useViewings,
  useWhereabouts,
} from './core/http/index.js';

import { installationSetting } from './core/settings/index.js';
import { findElsewhere } from './features/belonging/index.js';
import { identityPort } from './features/memberships/index.js';
import { secondFactorNotice } from './features/second-factors/index.js';
import { brandFor, licenseNotice } from './features/settings/index.js';
import { viewingPort } from './features/viewings/index.js';
import { features } from './features.js';

/** Builds the installed product's application without listening; tests use it as it is. */
export function createApp(config: Config): Express {
  useConfig(config);
  checkKeptQueries(config.mode === 'development');
  useIdentity(identityPort);
  useViewings(viewingPort);
  useSessionLimits(sessionLimits);
  useWhereabouts(findElsewhere);
  useChrome({
    brand: brandFor,
    navigation: features.flatMap((feature) => feature.navigation ?? []),
    notice: (actor) => secondFactorNotice(actor) ?? licenseNotice(actor),
  });
  return createApplication({
    config,
    routes: features.flatMap((feature) => feature.routes),
    hasSessions: true,
  });
}

function sessionLimits() {
  return {
    idle: installationSetting('security.session_idle_hours') * hour,
    absolute: installationSetting('security.session_absolute_days') * day,
    remembered: installationSetting('security.remember_days') * day,
  };
}
