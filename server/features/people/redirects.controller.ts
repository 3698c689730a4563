import { type Request, type Response, redirect } from '../../core/http/index.js';

export const oldAddresses = { show };

/** Earlier names of the page that lists the team (PRODUCT 13). */
async function show(request: Request, response: Response): Promise<void> {
  redirect(request, response, '/users');
}
