import { expect } from 'chai';
import { codeFiles, projectFiles, read } from './files.js';

const product = ['server', 'installer', 'migrations', 'license', 'bin', 'public'];
/** The tests of words name what they look for. */
const files = [
  ...codeFiles([...product, 'test']),
  ...projectFiles(['views', 'config'], /\.(ejs|liquid|json)$/),
].filter((file) => !/^test\/architecture\/(words|texts)\.test\.ts$/.test(file));

const unfinished =
  /\b(TODO|FIXME|XXX|HACK)\b|\b([Nn]ot implemented|[Cc]oming soon|[Ll]orem ipsum)\b/;
const silenced =
  /@ts-(ignore|nocheck|expect-error)|biome-ignore|eslint-disable|\bas any\b|: any\b|<any>/;
const shortened = /\b(describe|it|context)\.(only|skip)\(|\bx(describe|it)\(/;
const machine =
  /(^|["'`\s(=])\/(root|work|Users|home\/[a-z]+)\/|https?:\/\/registry\.|\bwaitForTimeout\b/;

describe('Words', () => {
  it('speak of nothing unfinished', () => {
    expect(linesWith(unfinished)).to.deep.equal([]);
  });

  it('silence no check', () => {
    expect(linesWith(silenced)).to.deep.equal([]);
  });

  it('leave no test out', () => {
    expect(linesWith(shortened)).to.deep.equal([]);
  });

  it('name no machine and wait for no fixed time in a browser', () => {
    expect(linesWith(machine)).to.deep.equal([]);
  });

  it('stand in no banners and sign nothing', () => {
    const banners = codeFiles(product).filter((file) =>
      /^\s*(\/\/|\*|#)\s*([-=*#]{5,}|@author)/m.test(read(file)),
    );
    expect(banners).to.deep.equal([]);
  });
});

function linesWith(pattern: RegExp): string[] {
  return files.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) =>
        pattern.test(line) ? [`${file}:${index + 1} ${line.trim().slice(0, 120)}`] : [],
      ),
  );
}
