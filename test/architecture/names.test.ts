import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { features } from '../../server/features.js';
import { codeFiles, inProject, projectFiles, read } from './files.js';

const product = ['server', 'installer', 'migrations', 'license', 'bin', 'public'];
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;

describe('Names', () => {
  it('code files are named in kebab-case, with their kind after a dot', () => {
    const odd = codeFiles([...product, 'test'])
      .filter((file) => !file.startsWith('migrations/'))
      .filter(
        (file) =>
          !nameOf(file)
            .split('.')
            .every((part) => kebab.test(part)),
      );
    expect(odd).to.deep.equal([]);
  });

  it('migrations are named by their time and by what they do', () => {
    const odd = codeFiles(['migrations']).filter(
      (file) => !/^migrations\/\d{12}_[a-z]+(_[a-z]+)+\.ts$/.test(file),
    );
    expect(odd).to.deep.equal([]);
  });

  it('templates are named in lower case, partials in snake_case with a line in front', () => {
    const odd = projectFiles(['views'], /\.ejs$/).filter(
      (file) =>
        !/^views(\/[a-z0-9-]+)+\/(_[a-z0-9]+(_[a-z0-9]+)*|[a-z0-9]+([_-][a-z0-9]+)*)\.ejs$/.test(
          file,
        ),
    );
    expect(odd).to.deep.equal([]);
  });

  it('every room of the list has its folder and every folder is in the list', () => {
    const folders = readdirSync(inProject('server/features')).sort();
    expect(features.map(({ name }) => name).sort()).to.deep.equal(folders);
  });

  it('no file or function is a helper, manager, util or other drawer for anything', () => {
    const drawer = /(^|[-.])(utils?|helpers?|managers?|misc|stuff|info)([-.]|$)/;
    expect(
      codeFiles([...product, 'test']).filter((file) =>
        file.split('/').some((part) => drawer.test(part)),
      ),
    ).to.deep.equal([]);
    const named = codeFiles(product).flatMap((file) =>
      [
        ...read(file).matchAll(
          /\b(?:function|class|const) (\w*(?:Manager|Helper|Util|Utils|[a-z]2))\b/g,
        ),
      ].map(([, name]) => `${file} ${name}`),
    );
    expect(named).to.deep.equal([]);
  });
});

function nameOf(file: string): string {
  return (file.split('/').pop() as string).replace(/\.(ts|mjs|cjs|js)$/, '');
}
