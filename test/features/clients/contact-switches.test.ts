import { expect } from 'chai';
import { allowedFor } from '../../../server/core/permissions/index.js';
import {
  overridesFor,
  presetOf,
  presets,
  switchesOf,
  switchNames,
} from '../../../server/features/clients/index.js';
import { builtInScopes } from '../../../server/features/roles/index.js';

describe('The switches of a contact', () => {
  const role = builtInScopes('client');

  it('S135 stand for permissions that contacts can hold, and for all of them', () => {
    const permissions = overridesFor(new Map(), switchNames).map(({ permission }) => permission);
    expect(permissions.filter((permission) => !allowedFor('client', permission))).to.deep.equal([]);
    expect(permissions).to.have.members([
      'projects.view',
      'tasks.view',
      'tasks.comment',
      'tasks.review',
      'files.view',
      'files.upload',
      'invoices.view',
      'invoices.pay',
      'chat.discussions',
      'chat.direct',
    ]);
  });

  it('S077 C7 are all on for the role Client but uploading', () => {
    expect(switchesOf(role)).to.deep.equal(switchNames.filter((name) => name !== 'upload'));
  });

  it('store nothing where they say what the role says', () => {
    expect(overridesFor(role, switchesOf(role))).to.deep.equal([]);
  });

  it('lead back to themselves: what is stored turns on what was chosen', () => {
    for (let bits = 0; bits < 2 ** switchNames.length; bits += 1) {
      const chosen = switchNames.filter((_name, at) => bits & (1 << at));
      const scopes = new Map(role);
      for (const { permission, effect, scope } of overridesFor(role, chosen))
        scopes.set(permission, effect === 'deny' ? 'none' : scope);
      const wanted = chosen.filter((name) => name !== 'comment' || chosen.includes('tasks'));
      expect(switchesOf(scopes)).to.deep.equal(wanted);
    }
  });

  it('S136 are known by the name of their preset', () => {
    expect(presetOf(switchNames)).to.equal('retainer');
    expect(presetOf(presets.one_off)).to.equal('one_off');
    expect(presetOf(presets.referred)).to.equal('referred');
    expect(presetOf(['projects'])).to.equal(undefined);
  });
});
