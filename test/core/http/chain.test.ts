import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { z } from 'zod';
import type { Config } from '../../../server/core/config/index.js';
import { useSecretKey } from '../../../server/core/crypto/index.js';
import { requiredText } from '../../../server/core/forms/index.js';
import {
  BadRequest,
  Conflict,
  createApplication,
  formState,
  get,
  handleForm,
  NotFound,
  post,
  type Request,
  type Response,
  type Route,
  redirect,
  routes,
  siteAssets,
  templateContext,
} from '../../../server/core/http/index.js';
import { testConfig } from '../../support/config.js';
import { sqliteConfig } from '../../support/database.js';
import { Visitor } from '../../support/visitor.js';

let handled = 0;

const page = (_request: Request, response: Response) => {
  response.type('html').send('<p>page</p>');
};

const formPage = (request: Request, response: Response) =>
  handleForm(request, response, {
    schema: z.object({ title: requiredText(10), password: z.string().optional() }),
    save: async ({ title }) => {
      handled += 1;
      redirect(request, response, `/things/${title}`);
    },
    show: (form) => {
      response.json(form);
    },
  });

const testRoutes = routes([
  get('/page', 'anyone', page),
  get('/things/:thingId', 'anyone', page),
  get('/form', 'anyone', (_request, response) => {
    response.json(formState({ title: 'x' }));
  }),
  get('/token', 'anyone', (request, response) => {
    const { ui } = templateContext(request, response, { title: '' });
    response.send(String(ui.csrfField));
  }),
  post('/form', 'anyone', formPage),
  get('/echo', 'anyone', (request, response) => {
    response.json(request.query);
  }),
  post('/echo', 'anyone', (request, response) => {
    response.json(request.body);
  }),
  get('/broken', 'anyone', () => {
    throw new Error('the inner secret of the machine');
  }),
  get('/rejected', 'anyone', async () => {
    await Promise.reject(new Error('the inner secret of the machine'));
  }),
  get('/missing', 'anyone', () => {
    throw new NotFound();
  }),
  get('/conflict', 'anyone', () => {
    throw new Conflict();
  }),
  get('/bad', 'anyone', () => {
    throw new BadRequest();
  }),
  get('/panel', 'projects.view', page),
]);

async function serve(
  changes: Partial<Config> = {},
  list: readonly Route[] = testRoutes,
): Promise<Server> {
  const config = testConfig(tmpdir(), sqliteConfig(''), changes);
  useSecretKey(config.secretKey);
  const server = createServer(createApplication({ config, routes: list, hasSessions: false }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const originOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

describe('The chain that every request walks', () => {
  let server: Server;
  let visitor: Visitor;
  before(async () => {
    server = await serve();
  });
  beforeEach(async () => {
    visitor = new Visitor(originOf(server));
    handled = 0;
    await visitor.get('/token');
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  describe('security headers', () => {
    it('SEC 20: the content policy allows no inline code or styles, no objects, no other base, no framing', async () => {
      const policy = (await visitor.get('/page')).headers.get('content-security-policy') ?? '';
      expect(policy).to.include("default-src 'none'").and.include("object-src 'none'");
      expect(policy).to.include("base-uri 'none'").and.include("frame-ancestors 'none'");
      expect(policy).to.match(/script-src 'nonce-[\w+/=]{16,}' 'strict-dynamic'/);
      expect(policy).not.to.include('unsafe-inline');
      expect(policy).not.to.include('upgrade-insecure-requests');
    });

    it('give each answer a nonce of its own', async () => {
      const nonce = async () =>
        /nonce-([^']+)/.exec(
          (await visitor.get('/page')).headers.get('content-security-policy') ?? '',
        )?.[1];
      expect(await nonce()).not.to.equal(await nonce());
    });

    it('SEC 21 CVE 55: forbid sniffing and framing and keep addresses to ourselves', async () => {
      const { headers } = await visitor.get('/page');
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
      expect(headers.get('x-frame-options')).to.equal('DENY');
      expect(headers.get('referrer-policy')).to.equal('same-origin');
      expect(headers.get('x-powered-by')).to.equal(null);
    });

    it('ask for HTTPS for a year, but only where the request came by HTTPS', async () => {
      expect((await visitor.get('/page')).headers.get('strict-transport-security')).to.equal(null);
      const secure = await visitor.get('/page', { 'x-forwarded-proto': 'https' });
      expect(secure.headers.get('strict-transport-security')).to.equal('max-age=31536000');
    });

    it('SEC 26: let no other site read answers', async () => {
      const { headers } = await visitor.get('/page', { origin: 'https://evil.example' });
      expect(headers.get('access-control-allow-origin')).to.equal(null);
    });
  });

  describe('forms', () => {
    it('SEC 23 CVE 45: are refused without the token of a page we showed, and nothing happens', async () => {
      for (const token of ['', 'wrong', 'x'.repeat(43)]) {
        expect((await visitor.post('/form', { title: 'x', _csrf: token })).status).to.equal(403);
      }
      expect(handled).to.equal(0);
    });

    it('are taken with it', async () => {
      expect((await visitor.post('/form', { title: '7' })).location).to.equal('/things/7');
      expect(handled).to.equal(1);
    });

    it('are refused with the token of another visitor', async () => {
      const other = new Visitor(originOf(server));
      await other.get('/token');
      const foreign = await other.formToken();
      expect((await visitor.post('/form', { title: 'x', _csrf: foreign })).status).to.equal(403);
    });

    it('are refused when the browser says that they come from another site', async () => {
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { origin: 'https://evil.example' },
        { origin: 'null' },
      ]) {
        expect(
          (await visitor.post('/form', { title: 'x' }, headers as Record<string, string>)).status,
          JSON.stringify(headers),
        ).to.equal(403);
      }
      expect(handled).to.equal(0);
    });

    it('are refused as JSON or plain text, which another site could send', async () => {
      for (const type of ['application/json', 'text/plain']) {
        const answer = await visitor.send('/form', {
          method: 'POST',
          headers: { 'content-type': type },
          body: JSON.stringify({ title: 'x' }),
        });
        expect(answer.status).to.equal(403);
      }
    });

    it('come back with everything typed but the password, and a message beside the field', async () => {
      const answer = await visitor.post('/form', {
        title: 'far too long for this',
        password: 'hidden',
      });
      expect(answer.status).to.equal(422);
      const form = JSON.parse(answer.text);
      expect(form.values).to.deep.equal({ title: 'far too long for this' });
      expect(form.errors).to.deep.equal({ title: 'Keep it to 10 characters.' });
    });

    it('SEC 30 SEC 31 CVE 53: know flat fields only, so that nothing can be nested into an object', async () => {
      const answer = await visitor.post('/echo', {
        'a[b]': '1',
        '__proto__[admin]': '1',
        constructor: '1',
      });
      const body = JSON.parse(answer.text);
      expect(body['a[b]']).to.equal('1');
      expect(({} as Record<string, unknown>).admin).to.equal(undefined);
      expect(JSON.parse((await visitor.get('/echo?a[b]=1&__proto__[x]=1')).text)).to.have.property(
        'a[b]',
      );
    });

    it('FAULTS 33: are refused when they are too large or have too many fields', async () => {
      const huge = await visitor.post('/echo', { text: 'x'.repeat(1_200_000) });
      expect(huge.status).to.equal(413);
      const many = await visitor.post(
        '/echo',
        Object.fromEntries(Array.from({ length: 1100 }, (_, at) => [`f${at}`, '1'])),
      );
      expect(many.status).to.equal(413);
    });

    it('CVE 19: are refused when they hold a null byte', async () => {
      expect((await visitor.post('/echo', { text: 'a\0b' })).status).to.equal(400);
    });
  });

  describe('answers to errors', () => {
    it('SEC 66: an inner error shows a reference and nothing from inside', async () => {
      for (const path of ['/broken', '/rejected']) {
        const answer = await visitor.get(path);
        expect(answer.status).to.equal(500);
        expect(answer.text)
          .not.to.include('inner secret')
          .and.not.match(/\n\s+at /);
        expect(answer.text).to.include(answer.headers.get('x-request-id'));
      }
    });

    it('each have a page of their own with the way on', async () => {
      for (const [path, status] of [
        ['/missing', 404],
        ['/conflict', 409],
        ['/bad', 400],
        ['/nowhere', 404],
      ] as const) {
        const answer = await visitor.get(path);
        expect(answer.status).to.equal(status);
        expect(answer.text).to.include('<h1');
      }
    });

    it('are data for our own script', async () => {
      const answer = await visitor.get('/missing', { accept: 'application/json' });
      expect(answer.status).to.equal(404);
      expect(JSON.parse(answer.text)).to.have.keys(['error', 'reference']);
    });

    it('FAULTS 35: go on serving after a handler threw', async () => {
      await visitor.get('/broken');
      expect((await visitor.get('/page')).status).to.equal(200);
    });
  });

  it('sends whoever is not signed in to the sign-in page and back to where they wanted to go', async () => {
    expect((await visitor.get('/panel?x=1')).location).to.equal('/login?next=%2Fpanel%3Fx%3D1');
  });

  it('takes only whole numbers for the id of a record', async () => {
    expect((await visitor.get('/things/12')).status).to.equal(200);
    for (const id of ['0', '-1', '1.5', 'abc', '1e3', '01', '99999999999999', '%00']) {
      expect((await visitor.get(`/things/${id}`)).status, id).to.be.oneOf([404, 400]);
    }
  });

  it('SEC 63: keeps private pages out of every cache, but lets browsers keep files with a fingerprint for a year', async () => {
    expect((await visitor.get('/missing')).headers.get('cache-control')).to.equal('no-store');
    const style = await visitor.get(siteAssets().urls.css);
    expect(style.headers.get('cache-control')).to.equal('public, max-age=31536000, immutable');
    expect(style.headers.get('content-type')).to.equal('text/css; charset=utf-8');
    expect((await visitor.get('/assets/0000000000/app.css')).status).to.equal(404);
  });

  it('a visit without signing in stores no cookie until a form is shown', async () => {
    const stranger = new Visitor(originOf(server));
    await stranger.get('/page');
    expect([...stranger.cookies.keys()]).to.deep.equal([]);
  });
});
