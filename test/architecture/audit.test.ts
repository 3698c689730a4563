import { expect } from 'chai';
import { auditActions } from '../../server/core/audit/index.js';
import { codeFiles, read } from './files.js';
import { callsOf, firstArguments } from './syntax.js';

const product = codeFiles(['server', 'installer']);

/** Events that leave no entry in the audit trail, with the reason. */
const unaudited = new Map(
  Object.entries({
    'settings.changed': 'the store of the settings notes every save itself, with before and after',
    'company.created': 'nobody comes in by a company; its contacts are noted one by one',
    'company.changed': 'says nothing of who may do what',
    'company.archived': 'its contacts keep their access',
    'company.restored': 'its contacts have kept their access',
    'project.created': 'work; who is put on it is noted one by one',
    'project.updated': 'work',
    'project.status_changed': 'work',
    'project.archived': 'work',
    'project.restored': 'work; who is on it is as it was',
    'project.deleted': 'work; it can be brought back',
    'team.created': 'who is in it and where it is on is noted one by one',
    'team.changed': 'its name and colour give no access',
    'team.deleted': 'who leaves a project by it is noted one by one',
    'column.added': 'work',
    'column.changed': 'work',
    'column.removed': 'work',
    'checklist.added': 'work',
    'checklist.changed': 'work',
    'checklist.done': 'work',
    'checklist.reopened': 'work',
    'checklist.removed': 'work; it can be brought back',
    'checklist.restored': 'work',
    'discussion.opened': 'work; it says itself for whom it is',
    'discussion.changed': 'work',
    'discussion.closed': 'work',
    'discussion.reopened': 'work',
    'discussion.deleted': 'work; it can be brought back',
    'discussion.restored': 'work',
    'label.added': 'work',
    'label.changed': 'work',
    'label.removed': 'work; it can be brought back',
    'label.restored': 'work',
    'milestone.added': 'work; who is shown it is noted',
    'milestone.changed': 'work',
    'milestone.reached': 'work',
    'milestone.reopened': 'work',
    'milestone.removed': 'work; it can be brought back',
    'milestone.restored': 'work',
    'task.created': 'work; it says itself for whom it is',
    'task.updated': 'work',
    'task.labelled': 'work',
    'task.moved': 'work',
    'task.completed': 'work',
    'task.reopened': 'work',
    'task.assigned': 'work; only who is on the project can be given it',
    'task.unassigned': 'work',
    'task.handed_over': 'work; the hand-over is noted as a whole',
    'task.returned': 'work; what is given back is noted as a whole',
    'review.requested': 'work; the approval trail keeps it',
    'review.withdrawn': 'work; the approval trail keeps it',
    'review.approved': 'work; the approval trail keeps it',
    'review.changes_requested': 'work; the approval trail keeps it',
    'task.blocked': 'work',
    'task.unblocked': 'work',
    'task.nested': 'work',
    'task.unnested': 'work',
    'task.deleted': 'work; it can be brought back',
    'task.restored': 'work',
    'comment.added': 'work; it says itself for whom it is',
    'comment.deleted': 'work',
    'comment.restored': 'work',
    'file.added': 'work; it says itself for whom it is',
    'file.deleted': 'work; it can be brought back',
    'file.restored': 'work',
  }),
);

/** Functions that change who may come in or what they may do, without noting it themselves. */
const changing =
  /^(createUser|changeUser|createMembership|updateMembership|replaceRoles|replaceOverrides|insertInvitation|markAccepted|markRevoked|insertAssignments|deleteAssignments|insertSignIn|deleteSession|endSessionOf|endSessions)$/;
const noting = /^(note|noteOwn|noteRefusal)$/;

/** Files that call one of them and leave the note to others, with the reason. */
const excused = new Map(
  Object.entries({
    'server/core/http/session-store.ts': 'a session that is over, or goes on under a new id',
    'server/features/accounts/users.service.ts':
      'ends what hangs on a change that its caller notes',
    'server/features/accounts/profile.service.ts':
      'name, photo, language: nothing that gives access',
    'server/features/accounts/erasure.service.ts': 'departures note that they erased somebody',
    'server/features/memberships/member-removal.service.ts':
      'departures note whom they deleted and brought back',
    'server/features/memberships/memberships.service.ts': 'its callers note whom they added',
    'server/features/projects/glimpses.service.ts': 'a rehearsal: all of it is taken back',
    'server/features/projects/project-access.service.ts':
      'project-people.service.ts notes each who comes and goes',
  }),
);

describe('The audit trail', () => {
  const defined = (callee: string) =>
    product.flatMap((file) => firstArguments(file, callee)).flatMap(({ text }) => text ?? []);

  it('S082 has an entry for every event, or the reason why there is none', () => {
    const events = defined('defineEvent');
    expect(events.filter((name) => !unaudited.has(name))).to.deep.equal([]);
    expect([...unaudited.keys()].filter((name) => !events.includes(name))).to.deep.equal([]);
    expect(defined('defineAuditedEvent')).to.include.members([
      'membership.role_changed',
      'membership.overrides_changed',
      'user.deactivated',
      'invitation.sent',
      'project.person_added',
    ]);
  });

  it('S082 is written by every file that changes who may come in or what they may do', () => {
    const audited = new RegExp(
      `\\b(${product.flatMap((file) => auditedNames(read(file))).join('|')})\\b`,
    );
    const silent = product.filter(
      (file) =>
        callsOf(file, changing).length > 0 &&
        callsOf(file, noting).length === 0 &&
        !audited.test(read(file)),
    );
    expect(silent.sort()).to.deep.equal([...excused.keys()].sort());
  });

  it('tells of nothing that never happens: each action is noted somewhere', () => {
    const texts = product
      .filter((file) => file !== 'server/core/audit/actions.ts')
      .map((file) => read(file))
      .join('\n');
    expect(auditActions.filter((action) => !texts.includes(`'${action}'`))).to.deep.equal([]);
  });

  it('SEC 65 is append-only: no code changes an entry, and only its age deletes one', () => {
    const naming = product.filter((file) => read(file).includes('audit_entries'));
    expect(naming.sort()).to.deep.equal([
      'server/core/audit/note.ts',
      'server/core/audit/trail.ts',
    ]);
    const writes = naming.flatMap((file) =>
      callsOf(file, /^(insert\w*|update|increment|decrement|merge|truncate|del|delete|raw)$/).map(
        ({ callee }) => `${file} ${callee}`,
      ),
    );
    expect(writes).to.deep.equal([
      'server/core/audit/note.ts insertRow',
      'server/core/audit/note.ts insertRows',
      'server/core/audit/trail.ts delete',
    ]);
    const forgetting = product.filter((file) => callsOf(file, /^forgetEntries$/).length > 0);
    expect(forgetting).to.deep.equal(['server/features/audit/audit-retention.service.ts']);
  });
});

function auditedNames(text: string): string[] {
  return [...text.matchAll(/export const (\w+) = defineAuditedEvent/g)].map(
    ([, name]) => name as string,
  );
}
