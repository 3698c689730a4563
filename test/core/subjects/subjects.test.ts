import { expect } from 'chai';
import { type Knex, table } from '../../../server/core/database/index.js';
import {
  type Host,
  hostOf,
  hostsOf,
  isSubject,
  registerSubject,
  subjectOf,
  subjectTypes,
} from '../../../server/core/subjects/index.js';

describe('Subjects', () => {
  const tree: Host<{ id: number; name: string }> = {
    type: 'test-tree',
    takes: ['comment'],
    find: async (_actor, id) => ({ id, name: 'Oak' }),
    idColumn: 'trees.id',
    visibleIds: () => table('trees').select('trees.id') as Knex.QueryBuilder,
    address: (_actor, id) => `/trees/${id}`,
    title: (found) => found.name,
    projectId: () => null,
    isClientVisible: () => false,
    sight: () => ({
      workspaceId: 1,
      isClientVisible: false,
      assigned: () => table('trees').select('trees.membership_id') as never,
      mine: null,
      needs: [],
    }),
    readers: async () => [],
    followers: async () => [],
    facts: () => ({ own: false, assigned: true }),
  };

  it('are found by their type once their owner has registered them', async () => {
    expect(isSubject('test-tree')).to.equal(false);
    registerSubject(tree);
    expect(isSubject('test-tree')).to.equal(true);
    expect(subjectTypes()).to.include('test-tree');
    expect(subjectOf('test-tree').title({ id: 1, name: 'Oak' })).to.equal('Oak');
  });

  it('say what can hang on them', () => {
    const leaf = { ...tree, type: 'test-leaf' };
    Reflect.deleteProperty(leaf, 'takes');
    registerSubject(leaf);
    expect(hostsOf('comment')).to.include(tree);
    expect(hostsOf('file')).not.to.include(tree);
    expect(hostOf('test-tree')).to.equal(tree);
    expect(() => hostOf('test-leaf')).to.throw('Nothing can hang on a test-leaf');
  });

  it('have one owner each', () => {
    expect(() => registerSubject(tree)).to.throw('registered twice');
  });

  it('CVE 38 are never anything but a registered type', () => {
    expect(() => subjectOf('__proto__')).to.throw('Nothing is registered');
    expect(isSubject('constructor')).to.equal(false);
  });
});
