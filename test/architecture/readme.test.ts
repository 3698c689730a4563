import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { configEntries } from '../../server/core/config/index.js';
import { inProject, read } from './files.js';

const start = '<!-- settings: written by npm test, see CONTRIBUTING.md -->';
const end = '<!-- end of settings -->';

describe('The README', () => {
  it('lists the settings of the start exactly as the program knows them', () => {
    const readme = read('README.md');
    const [before, rest = ''] = readme.split(start);
    const [found, after] = rest.split(end);
    const table = `\n${settingsTable()}\n`;
    if (process.env.TEST_UPDATE === '1' && after !== undefined) {
      writeFileSync(inProject('README.md'), `${before}${start}${table}${end}${after}`);
      return;
    }
    expect(found).to.equal(table);
  });

  it('names only commands, files and pages that are there', () => {
    const scripts = JSON.parse(read('package.json')).scripts as Record<string, string>;
    const papers = ['README.md', 'CONTRIBUTING.md'].map(read).join('\n');
    const commands = [...papers.matchAll(/\bnpm run ([a-z:]+)/g)].map(([, name]) => name as string);
    expect(commands.filter((name) => !(name in scripts))).to.deep.equal([]);
    const links = [...papers.matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)].map(
      ([, file]) => file as string,
    );
    expect(links.filter((file) => !isThere(file))).to.deep.equal([]);
  });
});

function settingsTable(): string {
  const rows = configEntries.map(({ env, allowed, fallback, description }) =>
    row([`\`${env}\``, allowed, fallback === '' ? '–' : `\`${fallback}\``, description]),
  );
  return [
    row(['Variable', 'Allowed', 'Default', 'What it does']),
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function isThere(file: string): boolean {
  try {
    return read(file) !== undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EISDIR';
  }
}
