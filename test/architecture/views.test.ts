import { expect } from 'chai';
import { codeFiles, projectFiles, read } from './files.js';
import { type Wording, wordingsOf } from './syntax.js';

const views = projectFiles(['views'], /\.ejs$/);
const templates = projectFiles(['views', 'installer'], /\.ejs$/);
const letters = projectFiles(['views/emails'], /\.liquid$/);

/** What may be printed unescaped: it is HTML made by our own code. */
const safeHtml = /^\s*(partial\(|icon\(|ui\.csrfField\b|[\w.?]+Html\b)/;
/** The frames print the page itself. */
const frames = /^views\/layouts\/\w+\.ejs$/;

describe('Templates', () => {
  it('print unescaped only what our own code made safe', () => {
    const wrong = templates.flatMap((file) =>
      [...read(file).matchAll(/<%-([\s\S]*?)%>/g)]
        .map(([, expression]) => expression as string)
        .filter((expression) => !safeHtml.test(expression) && !callsPartial(file, expression))
        .filter((expression) => !(frames.test(file) && expression.trim() === 'it.body'))
        .map((expression) => `${file}: <%-${expression}%>`),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('call compiled partials and never EJS include', () => {
    expect(templates.filter((file) => /<%[^%]*\binclude\s*\(/.test(read(file)))).to.deep.equal([]);
  });

  it('SEC 4 hold no style attribute, no inline style sheet and no inline script or handler', () => {
    const inline =
      /\sstyle\s*=|<style\b|<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+\s*=\s*["'<]|javascript:/i;
    const wrong = templates.filter((file) => inline.test(withoutCode(read(file))));
    expect(wrong).to.deep.equal([]);
  });

  it('ask for no roles, no database and no dates', () => {
    const wrong = templates.filter((file) =>
      /\b(roleKeys|roleNames|new Date(?!\([\w.]+\)\.toISOString\(\))|Date\.now|require\(|import\()/.test(
        read(file),
      ),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('say in their first line what they need when they are partials', () => {
    const wrong = views
      .filter((file) => /\/_[^/]+$/.test(file))
      .filter((file) => !/^<%#\s*needs:/.test(read(file)));
    expect(wrong).to.deep.equal([]);
  });

  it('are all used', () => {
    const { texts, patterns } = mentioned();
    const isUsed = (name: string) =>
      texts.has(name) || patterns.some((pattern) => pattern.test(name));
    const unused = views
      .map((file) => file.slice('views/'.length, -'.ejs'.length))
      .filter((name) => !isUsed(name));
    expect(unused).to.deep.equal([]);
  });

  it('are all there: every partial and page that is named has its file', () => {
    const names = new Set(views.map((file) => file.slice('views/'.length, -'.ejs'.length)));
    const folders = new Set(views.map((file) => file.split('/')[1] as string));
    const missing = [...mentioned().texts]
      .filter(
        (text) =>
          /^[a-z-]+(\/_?[a-z0-9_]+)+$/.test(text) && folders.has(text.split('/')[0] as string),
      )
      .filter((text) => /\/_/.test(text) && !names.has(text));
    expect(missing).to.deep.equal([]);
  });

  it('of letters are all sent by something', () => {
    const { texts } = mentioned();
    const unused = letters
      .map((file) => file.slice('views/emails/'.length, -'.liquid'.length))
      .filter((name) => !name.startsWith('_') && !texts.has(name));
    expect(unused).to.deep.equal([]);
  });
});

function mentioned(): { texts: Set<string>; patterns: RegExp[] } {
  const files = [...codeFiles(['server', 'installer']), ...templates];
  const wordings: Wording[] = files.flatMap((file) => wordingsOf(file));
  return {
    texts: new Set(wordings.flatMap(({ text }) => (text === undefined ? [] : [text]))),
    // A template that starts with an unknown could be anything and so proves no use.
    patterns: wordings.flatMap(({ pattern }) =>
      pattern && /^\^[a-z-]+\\?\//.test(pattern.source) ? [pattern] : [],
    ),
  };
}

/** A template may shorten its own calls: `const field = (name) => partial('shared/_field', …)`. */
function callsPartial(file: string, expression: string): boolean {
  const name = /^\s*(\w+)\(/.exec(expression)?.[1];
  return new RegExp(`const ${name} = \\([^)]*\\) =>\\s*partial\\(`).test(read(file));
}

function withoutCode(text: string): string {
  return text.replace(/<%[\s\S]*?%>/g, '<');
}
