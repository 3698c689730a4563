import { expect } from 'chai';
import { table } from '../../../server/core/database/index.js';
import type { Visitor } from '../../support/visitor.js';
import { fieldsOf } from '../people/forms.js';

/** What a list sends for the people who were ticked. */
export function ticked(...membershipIds: number[]): string {
  return membershipIds.map((id) => `member=${id}`).join('&');
}

/** What somebody's roles are called, those that have ended too. */
export async function roleNamesOf(membershipId: number): Promise<string[]> {
  const names = await table('membership_roles')
    .join('roles', 'roles.id', 'membership_roles.role_id')
    .where({ membership_id: membershipId })
    .orderBy('roles.name')
    .pluck('roles.name');
  return names as string[];
}

/** Presses Undo in the word that the page after a change says. */
export async function undo(visitor: Visitor): Promise<void> {
  const page = await visitor.get('/users');
  const form = /data-toast>[\s\S]*?<form method="post" action="([^"]+)">([\s\S]*?)<\/form>/.exec(
    page.text,
  );
  expect(form, 'an offer to undo').not.to.equal(null);
  const answer = await visitor.post(form?.[1] as string, fieldsOf(form?.[2] as string));
  expect(answer.status).to.equal(303);
}
