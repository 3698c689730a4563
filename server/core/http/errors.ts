/** A text for people: a key of the message catalogue, with values where it has places for them. */
export type Message = string | { key: string; values: Record<string, unknown> };

/** A problem that has a page of its own. */
export abstract class HttpError extends Error {
  abstract readonly status: number;
  /** Said on the page instead of the general text, when there is something to say. */
  readonly detail: Message | undefined;
  /** Key of the heading, where the general one of the status would mislead. */
  readonly heading: string | undefined;

  constructor(detail?: Message) {
    super(typeof detail === 'object' ? detail.key : (detail ?? ''));
    this.name = new.target.name;
    this.detail = detail;
  }
}

/** The request cannot be understood: a malformed body, a value of the wrong kind. */
export class BadRequest extends HttpError {
  override readonly status = 400;
}

/** There is nothing here for this person: it does not exist, or they may not know that it does. */
export class NotFound extends HttpError {
  override readonly status = 404;
}

/** The person may know of it but not do this. */
export class Forbidden extends HttpError {
  override readonly status: number = 403;
}

/** The form was opened before somebody signed in or out, or its token has been lost. */
export class FormExpired extends Forbidden {
  override readonly heading = 'errors.form_expired.title';

  constructor() {
    super('errors.form_expired.text');
  }
}

/** Who looks at the product as somebody else wanted to change something. */
export class LookOnly extends Forbidden {
  override readonly heading = 'viewings.look_only.title';

  constructor(name: string) {
    super({ key: 'viewings.look_only.text', values: { name } });
  }
}

/** Who looks at the product as somebody else came to what is that person's alone. */
export class Personal extends Forbidden {
  override readonly heading = 'viewings.personal.title';

  constructor(name: string) {
    super({ key: 'viewings.personal.text', values: { name } });
  }
}

/** The browser says that another site sent the request. */
export class FromElsewhere extends Forbidden {
  override readonly heading = 'errors.other_site.title';

  constructor() {
    super('errors.other_site.text');
  }
}

/** Somebody else changed it meanwhile, or it is no longer in a state that allows this. */
export class Conflict extends HttpError {
  override readonly status = 409;
}

/** The form was opened in another workspace than the one in which its sender is now. */
export class FromOtherWorkspace extends Conflict {
  readonly workspaceId: number;

  constructor(workspaceId: number) {
    super();
    this.workspaceId = workspaceId;
  }
}

/** More bytes than the limit allows. */
export class TooLarge extends HttpError {
  override readonly status = 413;
}

/** Too many attempts. */
export class TooMany extends HttpError {
  override readonly status = 429;
  /** Seconds until it is worth trying again. */
  readonly retryAfter: number;

  constructor(retryAfter: number, detail?: Message) {
    super(detail);
    this.retryAfter = retryAfter;
  }
}

/** The database or the disk cannot serve this now. */
export class Unavailable extends HttpError {
  override readonly status = 503;
}

/** The disk is full: nothing was saved, and trying again at once is of no use. */
export class DiskFull extends HttpError {
  override readonly status = 507;
}

/** What was typed cannot be accepted; the form is shown again with a message beside each field. */
export class Invalid extends HttpError {
  override readonly status = 422;
  /** Field name → message. The field '' stands for the form as a whole. */
  readonly fields: Readonly<Record<string, Message>>;

  constructor(fields: Record<string, Message>) {
    super('errors.form');
    this.fields = fields;
  }
}
