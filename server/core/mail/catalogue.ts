/** Text that may be left out. */
type Maybe = string | undefined;
type List = readonly string[];

/**
 * Every e-mail the product sends, with the values its template takes beside `brand` (name of the
 * agency or its portal) and `recipient` (name of the person). Dates come as text, written for the
 * recipient's language and timezone. `link` is what the button opens: a path of this site or a whole
 * address.
 */
export interface EmailData {
  'invitation-team': {
    inviter: string;
    roles: List;
    teams?: List;
    projects?: List;
    /** Further workspaces, each with the roles there. */
    places?: List;
    /** What they will be able to do, in sentences. */
    awaits?: List;
    note?: Maybe;
    expires?: Maybe;
    link: string;
  };
  'invitation-client': {
    inviter: string;
    company?: Maybe;
    projects?: List;
    /** Further workspaces where they find a portal as well. */
    places?: List;
    awaits?: List;
    note?: Maybe;
    expires?: Maybe;
    link: string;
  };
  'welcome-set-password': {
    inviter: string;
    /** Where they sign in, and with what. */
    site: string;
    address: string;
    roles?: List;
    teams?: List;
    expires?: Maybe;
    link: string;
  };
  'password-reset': { expires?: Maybe; link: string };
  'sign-in-link': { expires?: Maybe; link: string };
  /** To members of the team, who sign in with their password. */
  'sign-in-link-team': { link: string };
  /** To somebody who has yet to accept an invitation. */
  'sign-in-link-invited': Record<string, never>;
  'password-changed': { when?: Maybe; device?: Maybe; link: string };
  /** Another has set it; without `changer`, whoever runs the server. */
  'password-set': { changer?: Maybe; link: string };
  /** To the new address. */
  'email-change-confirm': { address: string; changer?: Maybe; expires?: Maybe; link: string };
  /** To the earlier address; `address` is the new one. */
  'email-changed': { address: string };
  /** To the new address, from the moment it counts. */
  'email-confirmed': { link: string };
  'workspace-added': {
    changer: string;
    workspace: string;
    roles: List;
    /** The workspace that they leave for it. */
    left?: string;
    link: string;
  };
  'role-changed': { changer: string; before?: List; after: List; link: string };
  'account-deactivated': Record<string, never>;
  /** One of them says what ends. */
  'access-ends': {
    role?: Maybe;
    project?: Maybe;
    exception?: Maybe;
    access?: Maybe;
    when: string;
    link: string;
  };
  /** To Admins; each line names a person, what ends, and when. */
  'access-ends-soon': { endings: List; link: string };
  'access-review-due': { days: number; link: string };
  /** A second factor was set up, taken away or used in an unusual way; both texts say which. */
  'second-factor': {
    headline: string;
    what: string;
    when?: Maybe;
    device?: Maybe;
    link: string;
  };
  'new-device': { device: string; when?: Maybe; ip?: Maybe; link: string };
  'project-assigned': {
    assigner: string;
    project: string;
    company?: Maybe;
    due?: Maybe;
    link: string;
  };
  'project-assigned-client': { project: string; link: string };
  'team-joined': { adder: string; team: string; projects?: List; more?: number; link: string };
  'task-assigned': {
    assigner: string;
    task: string;
    project?: Maybe;
    due?: Maybe;
    excerpt?: Maybe;
    link: string;
  };
  /** To who takes over from somebody who left; each line is one thing they have now. */
  'work-handed-over': { giver: string; leaver: string; lines: List; more?: number; link: string };
  'comment-added': {
    author: string;
    title: string;
    excerpt: string;
    project?: Maybe;
    link: string;
  };
  /** To a contact: the link leads to the decision, without signing in. */
  'review-requested': {
    requester: string;
    title: string;
    project: string;
    due?: Maybe;
    message?: Maybe;
    files?: List;
    link: string;
  };
  'review-reminder': { title: string; project: string; due: string; link: string };
  /** To the team; `outcome` says it in a sentence. */
  'review-decided': {
    headline: string;
    title: string;
    project: string;
    comment?: Maybe;
    link: string;
  };
  'discussion-opened': {
    author: string;
    title: string;
    excerpt: string;
    project: string;
    link: string;
  };
  test: { host: string; sender?: Maybe };
}

/** Name of an e-mail. */
export type EmailTemplate = keyof EmailData;
