import type { Permission } from '../permissions/index.js';
import type { Handler, Request, Response } from './types.js';

/** What a route asks of who comes. There is no default. */
export type Access = Permission | 'anyone' | 'signed-in' | 'signed-link';

/** Which of the two houses a route belongs to. */
export type Surface = 'panel' | 'portal' | 'both';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Things that few routes need. */
export interface RouteOptions {
  surface?: Surface;
  /** Takes files: the largest size in bytes, asked for with each request. */
  uploads?: (request: Express.Request) => UploadLimits;
  /** Open to somebody who still has to set a password of their own. */
  duringPasswordChange?: true;
  /** Open to somebody whose role needs a second factor, whose time to set one up is over. */
  duringSecondFactorSetUp?: true;
  /**
   * So sensitive that a borrowed session must not do it: asks for the password again after a while
   * (ASVS 7.5.1), and then leads to the page of the same address, or to the one that is named here.
   */
  confirmed?: true | string;
  /** Shows or changes what is somebody's alone: who looks at the product as they see it is kept out. */
  isPersonal?: true;
  /** Open to who looks at the product as somebody else, and done as who they really are. */
  whileViewing?: true;
  /** Checks its own signature instead of a form token: answers to other servers only. */
  withoutCsrf?: true;
  /** Answers who has signed in since the form was opened, in place of the refusal of its token. */
  whenOutdated?: (request: Request, response: Response) => void;
  /** Does the same in every workspace: a form of it counts whichever one its page was opened in. */
  inAnyWorkspace?: true;
  /** An answer for machines (JSON, files): nobody signed in gets 404 instead of the sign-in page. */
  forMachines?: true;
}

/** What a route takes in at most. */
export interface UploadLimits {
  maxBytes: number;
  maxFiles: number;
  /** Lower-case extensions without the dot; empty means all that the store accepts. */
  extensions: readonly string[];
}

/** One address of the product. */
export interface Route extends RouteOptions {
  method: Method;
  path: string;
  access: Access;
  handler: Handler;
  surface: Surface;
}

/** A feature's routes, in the order in which they are tried. */
export function routes(list: readonly Route[]): readonly Route[] {
  return list;
}

/** A page: GET, and HEAD with it. */
export const get = define('get');
/** Something made or done by a form. */
export const post = define('post');
/** Something changed; HTML forms send it as POST with `_method`. */
export const patch = define('patch');
/** Something taken away; HTML forms send it as POST with `_method`. */
export const del = define('delete');

function define(method: Method) {
  return (path: string, access: Access, handler: Handler, options: RouteOptions = {}): Route => {
    const surface = options.surface ?? (path.startsWith('/portal') ? 'portal' : 'panel');
    return { ...options, method, path, access, handler, surface };
  };
}
