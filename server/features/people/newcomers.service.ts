import { Invalid, type Message } from '../../core/http/index.js';
import { type Actor, type Audience, holds, scopeOf } from '../../core/permissions/index.js';
import { lookUpUserByEmail } from '../accounts/index.js';
import {
  addCompany,
  findCompany,
  isCompanyNameTaken,
  overridesFor,
  type SwitchName,
} from '../clients/index.js';
import { listTeamProjectNames } from '../projects/index.js';
import { type RoleRow, roleScopes } from '../roles/index.js';
import type { TeamName } from '../teams/index.js';
import {
  type Arrival,
  type Arrived,
  addPerson,
  checkInitialPassword,
  type NewPerson,
} from './arrivals.service.js';
import { chosenAmong, type FurtherPlace, listFurtherPlaces } from './further-places.service.js';
import { effectiveScopes, type Scopes } from './grants.policy.js';
import type { NewContactInput, NewMemberInput } from './people.forms.js';
import { listProjectChoices, type ProjectName } from './people-projects.queries.js';
import { listGrantableRoles } from './people-roles.queries.js';
import { listTeamChoices } from './people-teams.queries.js';

/** Somebody new as the review shows them: everything the form named, found and allowed. */
export interface Newcomer extends Omit<NewPerson, 'projectIds'> {
  projects: ProjectName[];
  /** Names of the projects that the teams bring along. */
  teamProjects: string[];
  arrival: Arrival;
  /** What the roles and the overrides come to. */
  scopes: Scopes;
}

/** A form under examination: who sent it, and what was found wrong so far, by field. */
interface Examination {
  actor: Actor;
  typedPassword: string | null;
  problems: Record<string, Message>;
}

/**
 * Looks a new member of the team over, without changing anything.
 * @throws Invalid naming every field that will not do.
 */
export async function checkMember(
  actor: Actor,
  input: NewMemberInput,
  typedPassword: string | null,
): Promise<Newcomer> {
  const examination: Examination = { actor, typedPassword, problems: {} };
  const { given, ...common } = await commonOf(examination, 'team', input);
  const teams = await chosenTeams(examination, input.team_ids);
  const teamProjects = await projectsOf(actor, teams);
  const places = await chosenPlaces(examination, 'team', input.place_role_ids);
  const scopes = effectiveScopes('team', given);
  const none = { phone: null, jobTitle: null, companyId: null, companyName: null, overrides: [] };
  return approve(examination, { ...none, ...common, teams, teamProjects, places, scopes });
}

/**
 * Looks a new contact over, without changing anything.
 * @throws Invalid naming every field that will not do.
 */
export async function checkContact(
  actor: Actor,
  input: NewContactInput,
  typedPassword: string | null,
): Promise<Newcomer> {
  const examination: Examination = { actor, typedPassword, problems: {} };
  const { given, ...common } = await commonOf(examination, 'client', input);
  if (scopeOf(actor, 'clients.create') !== 'all' && common.projects.length === 0)
    examination.problems.project_ids ??= 'contacts.errors.project_needed';
  const company = await companyOf(examination, input);
  const overrides = overridesOf(examination, given, input.switches);
  const places = await chosenPlaces(examination, 'client', input.place_role_ids);
  const scopes = effectiveScopes('client', given, overrides);
  const { phone, job_title: jobTitle } = input;
  const own = { phone, jobTitle, ...company, overrides, teams: [], teamProjects: [], places };
  return approve(examination, { ...own, ...common, scopes });
}

/**
 * Adds somebody who was looked over.
 * @throws Invalid {email} when somebody was quicker.
 */
export async function addNewcomer(actor: Actor, newcomer: Newcomer): Promise<Arrived> {
  const { projects, teamProjects: _along, arrival, scopes: _shown, ...person } = newcomer;
  const { companyId, companyName } = person;
  return addPerson(actor, arrival, async () => ({
    ...person,
    projectIds: projects.map((project) => project.id),
    companyId: companyId ?? (companyName ? await newCompany(actor, companyName) : null),
  }));
}

async function commonOf(
  examination: Examination,
  audience: Audience,
  input: NewMemberInput | NewContactInput,
) {
  const { problems, typedPassword } = examination;
  if (await lookUpUserByEmail(input.email)) problems.email = 'errors.email_taken';
  const roles = await chosenRoles(examination, audience, input);
  const projects = await chosenProjects(examination, input.project_ids);
  const given = [...(await roleScopes(roles.map((role) => role.id))).values()];
  // Who typed a password meant it, whichever card is ticked; the review says so before anything is done.
  const isByPassword = input.access === 'password' || typedPassword !== null;
  const arrival: Arrival = isByPassword
    ? { by: 'password', password: typedPassword }
    : { by: 'invitation' };
  return { audience, name: input.name, email: input.email, roles, projects, arrival, given };
}

async function chosenRoles(
  { actor, problems }: Examination,
  audience: Audience,
  input: { role_id: number; more_role_ids: readonly number[] },
): Promise<RoleRow[]> {
  const wanted = new Set([input.role_id, ...input.more_role_ids]);
  const roles = (await listGrantableRoles(actor, audience)).filter(({ id }) => wanted.has(id));
  if (roles.length < wanted.size) problems.role_id = 'people.errors.role';
  return roles;
}

async function chosenProjects(
  { actor, problems }: Examination,
  projectIds: readonly number[],
): Promise<ProjectName[]> {
  if (projectIds.length === 0) return [];
  const choices = await listProjectChoices(actor);
  const projects = choices.filter(({ id }) => projectIds.includes(id));
  if (projects.length < projectIds.length) problems.project_ids = 'errors.choice';
  return projects;
}

async function chosenTeams(
  { actor, problems }: Examination,
  teamIds: readonly number[],
): Promise<TeamName[]> {
  if (teamIds.length === 0) return [];
  const teams = (await listTeamChoices(actor)).filter(({ id }) => teamIds.includes(id));
  if (teams.length < teamIds.length) problems.team_ids = 'errors.choice';
  return teams;
}

async function chosenPlaces(
  { actor, problems }: Examination,
  audience: Audience,
  roleIds: readonly number[],
): Promise<FurtherPlace[]> {
  if (roleIds.length === 0) return [];
  const places = chosenAmong(await listFurtherPlaces(actor, audience), roleIds);
  const found = places.flatMap(({ roles }) => roles);
  if (found.length < roleIds.length) problems.place_role_ids = 'people.errors.role';
  return places;
}

async function projectsOf(actor: Actor, teams: readonly TeamName[]): Promise<string[]> {
  return listTeamProjectNames(
    actor,
    teams.map((team) => team.id),
  );
}

async function companyOf(
  { actor, problems }: Examination,
  { company_id: companyId, company_name: companyName }: NewContactInput,
): Promise<Pick<Newcomer, 'companyId' | 'companyName'>> {
  if (companyId !== null && companyName !== null)
    problems.company_name = 'contacts.errors.one_company';
  else if (companyName !== null && (await isCompanyNameTaken(actor, companyName)))
    problems.company_name = 'companies.name_taken';
  if (companyId === null) return { companyId, companyName };
  const { name } = await findCompany(actor, companyId);
  return { companyId, companyName: name };
}

function overridesOf(
  { actor, problems }: Examination,
  given: readonly Scopes[],
  switches: readonly SwitchName[],
): Newcomer['overrides'] {
  // Without the right to edit clients the form shows no switches, and the role is what counts.
  if (!holds(actor, 'clients.edit')) return [];
  if (switches.includes('pay') && !switches.includes('invoices'))
    problems.switches = 'contacts.errors.pay_needs_invoices';
  return overridesFor(effectiveScopes('client', given), switches);
}

/** The password comes last, since judging it takes longest. */
async function approve({ actor, problems }: Examination, newcomer: Newcomer): Promise<Newcomer> {
  if (Object.keys(problems).length > 0) throw new Invalid(problems);
  const { arrival } = newcomer;
  if (arrival.by === 'password' && arrival.password !== null)
    await checkInitialPassword(actor, newcomer, arrival.password);
  return newcomer;
}

async function newCompany(actor: Actor, name: string): Promise<number> {
  const details = { name, email: null, phone: null, website: null, address: null };
  return addCompany(actor, { ...details, tax_number: null, notes: null });
}
