import { expect } from 'chai';
import {
  cut,
  emailKey,
  excerpt,
  initials,
  markdown,
  slug,
} from '../../../server/core/text/index.js';

describe('Markdown', () => {
  it('becomes paragraphs, lists, emphasis, code and links', () => {
    const html = markdown('Hello **you**\nnew line\n\n- one\n- two\n\n`x<y` https://example.com');
    expect(html).to.contain('<p>Hello <strong>you</strong><br />\nnew line</p>');
    expect(html).to.contain('<li>one</li>');
    expect(html).to.contain('<code>x&lt;y</code>');
    expect(html).to.contain(
      '<a href="https://example.com" rel="nofollow noopener noreferrer">https://example.com</a>',
    );
  });

  it('lets the keyboard reach code and tables, which scroll by themselves where they are too wide', () => {
    expect(markdown('```\nlong\n```')).to.include('<pre tabindex="0">');
    expect(markdown('| a | b |\n|--|--|\n| 1 | 2 |')).to.include('<table tabindex="0">');
  });

  it('starts its headings below those of the page', () => {
    expect(markdown('# One\n\n## Two\n\n##### Five')).to.match(/<h3>.*<h4>.*<h6>/s);
  });

  const hostile = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[click](javascript:alert(1))',
    '[click](JaVaScRiPt:alert(1))',
    '[click](data:text/html;base64,PHNjcmlwdD4=)',
    '[click](vbscript:x)',
    '[click](//evil.example/x)',
    '<javascript:alert(1)>',
    '![x](https://evil.example/pixel.png)',
    '<a href="https://evil.example" onclick="x()">x</a>',
    '<style>*{display:none}</style>',
    '<iframe src="https://evil.example"></iframe>',
    '&#106;avascript:alert(1)',
    '[x](<javascript:alert(1)>)',
    '"><svg onload=alert(1)>',
    '{{ 7*7 }} <%= 7*7 %>',
  ];
  for (const text of hostile) {
    it(`SEC 5 SEC 3 stays harmless: ${text}`, () => {
      const html = markdown(text);
      expect(html).not.to.match(/<(script|img|style|iframe|svg)/i);
      expect(html).not.to.match(/<a [^>]*href="(?!https?:|mailto:|\/[^/])/i);
      expect(html).not.to.match(/<[^>]*\son\w+=/i);
      expect(html).not.to.contain('49');
    });
  }

  it('shows plain sentences the same with and without the short way', () => {
    const sentences = ['Hello you, is it "ready"?', 'Done: all of it. Thanks!', 'Ångström (two)'];
    for (const sentence of sentences) {
      expect(markdown(sentence)).to.equal(`<p>${sentence}</p>\n`);
      // A trailing line break leads past the short way.
      expect(markdown(`${sentence}\n`)).to.equal(`<p>${sentence}</p>\n`);
    }
    expect(markdown('see https://example.com')).to.contain('<a href="https://example.com"');
  });

  it('CVE 43 bears 100 kB of any sign', function () {
    // Not a measurement: a parser that backtracks would take minutes, not the seconds allowed here.
    this.timeout(20_000);
    for (const sign of ['*', '[', '_', '`', '>', '~', 'a@', '<', '![', '- ', '|', '(']) {
      markdown(sign.repeat(100_000 / sign.length));
      excerpt(sign.repeat(100_000 / sign.length));
    }
    expect(markdown(`<b>${'x '.repeat(80_000)}`)).to.contain('&lt;b&gt;');
  });
});

describe('An excerpt', () => {
  it('has the words without the marks, on one line', () => {
    expect(excerpt('# Plan\n\n**Bold** and [a link](https://x.example)\n\n- one\n- two')).to.equal(
      'Plan Bold and a link one two',
    );
  });

  it('is cut between words', () => {
    expect(excerpt('one two three four', 14)).to.equal('one two three…');
    expect(cut('漢字漢字漢字', 4)).to.equal('漢字漢…');
    expect(cut('👩👩👩', 3)).to.equal('👩👩👩');
  });
});

describe('Names and keys', () => {
  it('initials are the first letters of the first and the last word', () => {
    expect(initials('Priya Raman')).to.equal('PR');
    expect(initials('  anna maria von berg ')).to.equal('AB');
    expect(initials('Émile')).to.equal('É');
    expect(initials("O'Neil-Smith")).to.equal('OS');
    expect(initials('漢字')).to.equal('漢');
    expect(initials('')).to.equal('?');
    expect(initials('…')).to.equal('?');
  });

  it('CVE 26 e-mail addresses are compared without case, but never without accents', () => {
    expect(emailKey(' Anna@Example.COM ')).to.equal('anna@example.com');
    expect(emailKey('A\u0301dmin@x.example')).to.equal(emailKey('\u00c1DMIN@x.example'));
    expect(emailKey('ádmin@x.example')).not.to.equal(emailKey('admin@x.example'));
  });

  it('an address part has only letters, digits and hyphens', () => {
    expect(slug('Hafenlichter – Näher & näher!')).to.equal('hafenlichter-naher-naher');
    expect(slug('漢字')).to.equal('');
    expect(slug(`${'a'.repeat(59)} b`)).to.have.length(59);
  });
});
