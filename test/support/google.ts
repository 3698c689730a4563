import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { interactionPolicy } from 'oidc-provider';

/** Somebody with an account at the provider. */
export interface GoogleAccount {
  sub: string;
  email: string;
  email_verified: boolean;
  name?: string;
  /** Domain of the organisation the account belongs to. */
  hd?: string;
}

/** A real OpenID provider on loopback, in Google's place. */
export interface TestGoogle {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Who chooses their account when somebody is sent there; nobody means that they cancel. */
  account: GoogleAccount | undefined;
  /** Goes where a browser is sent and returns where the provider sends it back to: path and query. */
  visit(address: string): Promise<string>;
  close(): Promise<void>;
}

const clientId = 'task-session.apps.example';
const clientSecret = 'a-secret-between-the-two-of-us';

/** Starts the provider; it sends people back to this address alone. */
export async function startGoogle(callback: string): Promise<TestGoogle> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const google: TestGoogle = {
    issuer,
    clientId,
    clientSecret,
    account: undefined,
    visit: (address) => follow(address, callback),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const provider = makeProvider(issuer, callback, google);
  const serve = provider.callback();
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/interaction/')) void answer(provider, google, request, response);
    else void serve(request, response);
  });
  return google;
}

function makeProvider(issuer: string, callback: string, google: TestGoogle): Provider {
  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);
  return new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [callback],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    // As Google does, the token itself says who somebody is.
    conformIdTokenClaims: false,
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'hd'] },
    pkce: { required: () => true, methods: ['S256'] },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['for tests alone'] },
    ttl: {
      AccessToken: 600,
      AuthorizationCode: 60,
      Grant: 600,
      IdToken: 600,
      Interaction: 600,
      Session: 600,
    },
    interactions: { policy, url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, accountId) => ({
      accountId,
      claims: () => ({ ...google.account, sub: accountId }),
    }),
  });
}

/** Does what a person would: chooses the account and agrees, or goes away. */
async function answer(
  provider: Provider,
  google: TestGoogle,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { prompt, params } = await provider.interactionDetails(request, response);
  const { account } = google;
  if (!account) {
    const result = { error: 'access_denied', error_description: 'They went away' };
    return provider.interactionFinished(request, response, result);
  }
  if (prompt.name !== 'consent') {
    const result = { login: { accountId: account.sub }, select_account: {} };
    return provider.interactionFinished(request, response, result);
  }
  const grant = new provider.Grant({
    accountId: account.sub,
    clientId: String(params.client_id),
  });
  grant.addOIDCScope('openid email profile');
  const result = { consent: { grantId: await grant.save() } };
  await provider.interactionFinished(request, response, result, {
    mergeWithLastSubmission: true,
  });
}

/** A browser's way through the provider: cookies kept, redirects followed until it leads back. */
async function follow(address: string, callback: string): Promise<string> {
  const cookies = new Map<string, string>();
  let at = address;
  for (let step = 0; step < 12; step += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answered = await fetch(at, { redirect: 'manual', headers: { cookie } });
    for (const line of answered.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', ...value] = pair.split('=');
      cookies.set(name, value.join('='));
    }
    const next = answered.headers.get('location');
    if (!next) throw new Error(`The provider stopped at ${at}: ${await answered.text()}`);
    at = new URL(next, at).href;
    if (at.startsWith(callback)) return at.slice(new URL(callback).origin.length);
  }
  throw new Error('The provider leads nowhere');
}
