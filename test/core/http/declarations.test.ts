import { expect } from 'chai';
import type { Access } from '../../../server/core/http/index.js';
import {
  checkRoutes,
  checkViews,
  get,
  isOwnPath,
  post,
  RouteError,
  ViewError,
  view,
} from '../../../server/core/http/index.js';

const handler = () => {};

describe('The boot refuses', () => {
  it('SEC 54 PRODUCT 3.1.8: a route that does not say who may come', () => {
    const careless = get('/open', undefined as unknown as Access, handler);
    expect(() => checkRoutes([careless])).to.throw(
      RouteError,
      'GET /open does not say who may come',
    );
  });

  it('a route that asks for a permission that does not exist', () => {
    expect(() => checkRoutes([get('/x', 'tasks.look' as Access, handler)])).to.throw(
      RouteError,
      'tasks.look',
    );
  });

  it('a route that is declared twice', () => {
    const route = get('/x', 'tasks.view', handler);
    expect(() => checkRoutes([route, route])).to.throw(RouteError, 'twice');
  });

  it('a route that leads to no page once it is confirmed that it is you', () => {
    const page = get('/x/:id', 'signed-in', handler);
    const nowhere = post('/x/:id/end', 'signed-in', handler, { confirmed: true });
    const back = post('/x/:id/end', 'signed-in', handler, { confirmed: '/x/:id' });
    expect(() => checkRoutes([page, nowhere])).to.throw(RouteError, 'leads to no page');
    expect(() => checkRoutes([back])).to.throw(RouteError, 'leads to no page');
    expect(() => checkRoutes([page, back])).not.to.throw();
  });

  it('a page whose template is missing', () => {
    view('nowhere/to-be-found');
    expect(() => checkViews()).to.throw(ViewError, 'nowhere/to-be-found');
  });
});

describe('A path to go on to', () => {
  it('SEC 25 CVE 46: is a path of this site in every spelling', () => {
    for (const good of ['/', '/projects', '/tasks/7?x=1#c', '/a/b-c_d.e'])
      expect(isOwnPath(good), good).to.equal(true);
    const evil = [
      '//evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      'https://evil.example',
      'javascript:alert(1)',
      '/\t/evil.example',
      '/\n/evil',
      ' /x',
      '',
      'x',
      '/a\\b',
      null,
      undefined,
      ['/x'],
      '/'.padEnd(2000, 'x'),
    ];
    for (const bad of evil) expect(isOwnPath(bad), String(bad)).to.equal(false);
  });
});
