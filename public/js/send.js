import { say } from './words.js';

/**
 * Posts fields as a form does and answers { ok, status, location, error }; never throws.
 * The token comes from the page's form "act".
 */
export async function send(url, fields = {}) {
  const token = document.querySelector('#act [name="_csrf"]')?.value ?? '';
  const body = new URLSearchParams({ ...fields, _csrf: token });
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body,
      keepalive: true,
    });
    const answer = await response.json().catch(() => ({}));
    const error = response.ok ? '' : answer.error || say('failed');
    return { ...answer, ok: response.ok, status: response.status, error };
  } catch {
    return { ok: false, status: 0, error: say('offline') };
  }
}
