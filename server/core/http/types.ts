import type { Request as ExpressRequest, Response as ExpressResponse, NextFunction } from 'express';
import type { Actor } from '../permissions/index.js';
import type { Message } from './errors.js';
import type { StoredViewing, Viewing } from './viewing.js';

declare global {
  namespace Express {
    interface Request {
      /** Short reference that stands in the log and on error pages. */
      reference: string;
      /** Allows this answer's own script under the content policy. */
      nonce: string;
      /** Who asks, if anybody is signed in. */
      visitor?: Actor | undefined;
      /** Who really asks, while they look at the product as the visitor. */
      viewing?: Viewing | undefined;
      /** Who asks. Reading it when nobody is signed in is a programming error and throws. */
      readonly actor: Actor;
      /** The token of this answer's forms, once one was asked for: all of them carry the same. */
      newFormToken?: string;
      /** The files of a multipart form, already streamed to the store, by field. */
      uploads?: UploadedFile[];
      /** Files that the store refused, with the sentence for the person who sent them. */
      uploadProblems?: { field: string; message: Message }[];
    }
  }
}

declare module 'express-session' {
  interface SessionData {
    userId: number;
    workspaceId: number;
    rightsVersion: number;
    csrfToken?: string;
    isRemembered: boolean;
    createdAt: number;
    ipAddress: string;
    userAgent: string;
    /** The sign-in that the session came from; null where none is known. */
    signInId: number | null;
    /** Moment (ms UTC) at which this person last proved who they are, for sensitive changes. */
    confirmedAt: number;
    /** As whom this person looks at the product, if not as themselves. */
    viewing?: StoredViewing | undefined;
    /** What the look-up of the session found out about the person; never stored. */
    person: SessionPerson | undefined;
  }
}

/** One uploaded file, stored but not yet attached to anything. */
export interface UploadedFile {
  field: string;
  name: string;
  key: string;
  sizeBytes: number;
  sha256: string;
  /** As what it may be served; never what the browser claimed. */
  mimeType: string;
}

/** How somebody stands in a workspace now. */
export interface MemberState {
  /** The user and the membership are active and have not ended. */
  isActive: boolean;
  /** Version of this person's own rights; the session id changes when it does. */
  rightsVersion: number;
  /** Version of everything an actor is made of. */
  actorVersion: string;
}

/** What one query says about the person behind a session. */
export interface SessionPerson extends MemberState {
  /** Moment (ms UTC) at which the session was last marked as used. */
  seenAt: number;
}

export type Request = ExpressRequest;
export type Response = ExpressResponse;
export type Next = NextFunction;

/** Answers a request; a rejection becomes an error page. */
export type Handler = (request: Request, response: Response) => Promise<void> | void;

/** The address the request came from, as far as the configured proxies are believed. */
export function addressOf(request: Request): string {
  return (request.ip ?? '').replace(/^::ffff:/, '').slice(0, 45);
}

/** The browser's name for itself, cut to what is stored. */
export function userAgentOf(request: Request): string {
  return String(request.headers['user-agent'] ?? '').slice(0, 400);
}

/** Whether the caller is our own script and wants data instead of a page. */
export function wantsJson(request: Request): boolean {
  return String(request.headers.accept ?? '').startsWith('application/json');
}
