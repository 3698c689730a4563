/** What the trail can be narrowed to: each action belongs to one area. */
export const auditAreas = ['access', 'sharing', 'sign_in', 'settings', 'exports'] as const;
export type AuditArea = (typeof auditAreas)[number];

/** Everything that leaves an entry, with its area. Each has its sentence under `audit.actions`. */
const actions = {
  'user.added': 'access',
  'user.changed': 'access',
  'user.deactivated': 'access',
  'user.reactivated': 'access',
  'user.work_handed_over': 'access',
  'user.work_given_back': 'access',
  'membership.added': 'access',
  'user.deleted': 'access',
  'user.restored': 'access',
  'user.erased': 'access',
  'membership.role_changed': 'access',
  'membership.overrides_changed': 'access',
  'membership.suspended': 'access',
  'membership.restored': 'access',
  'membership.end_changed': 'access',
  'membership.ended': 'access',
  'membership.role_ended': 'access',
  'membership.exception_ended': 'access',
  'viewing.begun': 'access',
  'viewing.ended': 'access',
  'role.preview_begun': 'access',
  'role.preview_ended': 'access',
  'role.created': 'access',
  'role.changed': 'access',
  'role.deleted': 'access',
  'invitation.sent': 'access',
  'invitation.resent': 'access',
  'invitation.revoked': 'access',
  'invitation.accepted': 'access',
  'project.person_added': 'access',
  'project.person_removed': 'access',
  'project.person_ended': 'access',
  'project.person_end_changed': 'access',
  'project.client_end_changed': 'access',
  'project.team_added': 'access',
  'project.team_removed': 'access',
  'team.member_added': 'access',
  'team.member_removed': 'access',
  'access_review.started': 'access',
  'access_review.signed_off': 'access',
  'access_review.discarded': 'access',
  'task.shared': 'sharing',
  'task.hidden': 'sharing',
  'milestone.shared': 'sharing',
  'milestone.hidden': 'sharing',
  'file.shared': 'sharing',
  'file.hidden': 'sharing',
  'user.signed_in': 'sign_in',
  'user.sign_in_refused': 'sign_in',
  'user.signed_out': 'sign_in',
  'user.session_ended': 'sign_in',
  'user.sessions_ended': 'sign_in',
  'user.signed_out_everywhere': 'sign_in',
  'user.password_changed': 'sign_in',
  'user.password_reset': 'sign_in',
  'user.password_set': 'sign_in',
  'user.reset_asked': 'sign_in',
  'user.reset_sent': 'sign_in',
  'user.link_asked': 'sign_in',
  'user.email_changed': 'sign_in',
  'user.second_factor_on': 'sign_in',
  'user.google_connected': 'sign_in',
  'user.google_disconnected': 'sign_in',
  'user.registered': 'access',
  'user.second_factor_off': 'sign_in',
  'user.second_factor_reset': 'sign_in',
  'workspace.created': 'access',
  'workspace.renamed': 'settings',
  'workspace.archived': 'access',
  'workspace.opened': 'access',
  'settings.changed': 'settings',
  'installation.founded': 'settings',
  'audit.exported': 'exports',
  'user.exported': 'exports',
  'user.sign_ins_exported': 'exports',
  'contact.exported': 'exports',
} as const satisfies Record<string, AuditArea>;

/** Name of something that leaves an entry: noun and past tense, as for events. */
export type AuditAction = keyof typeof actions;

/** Every action there is. */
export const auditActions = Object.keys(actions) as AuditAction[];

/** The area of an action. */
export function areaOf(action: AuditAction): AuditArea {
  return actions[action];
}
