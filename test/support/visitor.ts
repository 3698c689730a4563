/** Fields of a form; a list is sent once per value. */
export type Fields = Record<string, string | number | readonly (string | number)[]>;

/** One answer, read to its end. */
export interface Answer {
  status: number;
  text: string;
  headers: Headers;
  /** Path of the page a redirect leads to, or ''. */
  location: string;
}

/** A browser without script: keeps cookies, sends forms with the token of the page, follows nothing by itself. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  readonly origin: string;
  private token: string | undefined;

  constructor(origin: string) {
    this.origin = origin;
  }

  /** Fetches a page and remembers the token of its forms. */
  async get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await this.send(path, { method: 'GET', headers });
    this.token = /name="_csrf" value="([^"]+)"/.exec(answer.text)?.[1] ?? this.token;
    return answer;
  }

  /** Sends a form as a browser would. `_method` turns it into PATCH or DELETE. */
  async post(
    path: string,
    fields: Fields = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries({ _csrf: await this.formToken(), ...fields })) {
      for (const item of [value].flat()) body.append(name, String(item));
    }
    return this.send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: body.toString(),
    });
  }

  /** Sends a form with files. */
  async upload(
    path: string,
    fields: Fields,
    files: readonly {
      field: string;
      name: string;
      content: string | Uint8Array<ArrayBuffer>;
      type?: string;
    }[],
  ): Promise<Answer> {
    const form = new FormData();
    form.append('_csrf', await this.formToken());
    for (const [name, value] of Object.entries(fields)) {
      for (const item of [value].flat()) form.append(name, String(item));
    }
    for (const file of files) {
      form.append(file.field, new Blob([file.content], { type: file.type ?? '' }), file.name);
    }
    return this.send(path, { method: 'POST', body: form });
  }

  /** Sends a form and goes to the page it leads to. */
  async submit(path: string, fields: Fields = {}): Promise<Answer> {
    const answer = await this.post(path, fields);
    return answer.location ? this.get(answer.location) : answer;
  }

  /** Sends any request with this visitor's cookies. */
  async send(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (this.cookies.size > 0) headers.set('cookie', this.cookieHeader());
    const response = await fetch(this.origin + path, { ...init, headers, redirect: 'manual' });
    this.keepCookies(response.headers);
    const location = response.headers.get('location') ?? '';
    return {
      status: response.status,
      text: await response.text(),
      headers: response.headers,
      location,
    };
  }

  /** The token this visitor's forms carry; fetches a page with a form when none was seen yet. */
  async formToken(): Promise<string> {
    if (!this.token) await this.get('/profile');
    if (!this.token) await this.get('/login');
    if (!this.token) throw new Error('No page with a form was found');
    return this.token;
  }

  /** Forgets the token, as after signing in or out. */
  forgetToken(): void {
    this.token = undefined;
  }

  /** Gives another visitor the cookies of this one, as the same browser at another address. */
  lendCookies(other: Visitor): void {
    for (const [name, value] of this.cookies) other.cookies.set(name, value);
  }

  cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private keepCookies(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const [name = '', ...value] = pair.split('=');
      const isGone = attributes.some((attribute) =>
        /expires=thu, 01 jan 1970|max-age=0/i.test(attribute),
      );
      if (isGone) this.cookies.delete(name.trim());
      else this.cookies.set(name.trim(), value.join('='));
    }
  }
}
