import type { Request, Response } from '../../core/http/index.js';
import { publicHealth } from './health.service.js';

/** For watchers: 200 while the system serves, 503 while it cannot. Nothing secret stands in it. */
export const health = {
  async show(_request: Request, response: Response): Promise<void> {
    const found = await publicHealth();
    response.status(found.checks.database === 'bad' ? 503 : 200);
    response.json(found);
  },
};
