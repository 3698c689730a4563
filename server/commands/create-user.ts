import { note } from '../core/audit/index.js';
import { transaction } from '../core/database/index.js';
import {
  checkPassword,
  createUser,
  generatePassword,
  hashPassword,
} from '../features/accounts/index.js';
import { createMembership } from '../features/memberships/index.js';
import { listRoles, type RoleRow } from '../features/roles/index.js';
import { primaryWorkspace } from '../features/workspaces/index.js';
import { type Command, CommandError, print, withInstallation } from './command.js';
import { readPerson } from './person.js';
import { readWords, required } from './words.js';

/** Adds a member of the team, with a password that must be changed at the first sign-in. */
export const createUserCommand: Command = {
  usage: '--name NAME --email ADDRESS [--role ROLE] [--password PASSWORD]',
  summary: 'Add a member of the team (role: admin, staff or the name of another)',
  run: (words) =>
    withInstallation(async () => {
      const { values } = readWords(words, {
        name: { type: 'string' },
        email: { type: 'string' },
        role: { type: 'string' },
        password: { type: 'string' },
      });
      const person = readPerson(required(values.name, 'name'), required(values.email, 'email'));
      const typed = typeof values.password === 'string' ? values.password : undefined;
      const password = typed ?? generatePassword();
      if (typed) await checkPassword(typed, [person.name, person.email]);
      await add(person, password, String(values.role ?? 'staff'));
      print(`${person.name} can sign in as ${person.email}.`);
      if (!typed) print(`Password, to be changed at the first sign-in: ${password}`);
    }),
};

async function add(
  person: { name: string; email: string },
  password: string,
  roleName: string,
): Promise<void> {
  const passwordHash = await hashPassword(password);
  await transaction(async () => {
    const { id: workspaceId } = await primaryWorkspace();
    const role = findRole(await listRoles(workspaceId, 'team'), roleName);
    const userId = await createUser({
      ...person,
      passwordHash,
      mustChangePassword: true,
      status: 'active',
    });
    await createMembership({
      workspaceId,
      userId,
      audience: 'team',
      roleIds: [role.id],
      status: 'active',
    });
    await note({
      action: 'user.added',
      workspaceId,
      subject: { type: 'user', id: userId, name: person.name },
      after: { email: person.email, roles: [role.name], way_in: 'password' },
    });
  });
}

function findRole(roles: readonly RoleRow[], wanted: string): RoleRow {
  const name = wanted.toLowerCase();
  const found = roles.find((role) => role.key === name || role.name.toLowerCase() === name);
  if (found) return found;
  throw new CommandError(
    `There is no role "${wanted}". There are: ${roles.map((role) => role.name).join(', ')}`,
  );
}
