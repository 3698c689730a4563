import { expect } from 'chai';
import { availableLocales } from '../../../server/core/locale/index.js';
import { type EmailTemplate, templateNames } from '../../../server/core/mail/index.js';
import { layOut } from '../../../server/core/mail/layout.js';
import { fillTemplate, type LetterData } from '../../../server/core/mail/templates.js';
import { samples, withText } from './samples.js';

const names = Object.keys(samples) as EmailTemplate[];
const brand = { name: 'Studio Ström', color: '#1f6f5c' };
const poison = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '{{ 7*7 }}',
  '{% for i in (1..9) %}x{% endfor %}',
  '<%= 7*7 %>',
  '"><a href="https://evil.example">click</a>',
  '# Headline',
  '---\nbutton: Evil',
];

function letter(name: EmailTemplate, locale: string, data: Record<string, unknown>) {
  const values = { ...data, brand: brand.name, recipient: 'Anna' } as LetterData;
  return fillTemplate(name, locale, values, { isStrict: true });
}

function page(name: EmailTemplate, locale: string, data: Record<string, unknown>) {
  return layOut(letter(name, locale, data), { brand, link: String(data.link ?? ''), locale });
}

describe('E-mails', () => {
  it('each have a template, and each template is sent', () => {
    expect(templateNames().sort()).to.deep.equal([...names].sort());
  });

  for (const name of names) {
    for (const locale of [...availableLocales(), 'de-AT', 'xx', '../../etc/passwd']) {
      it(`${name} says all it has to say (${locale})`, () => {
        const { subject, headline, button, reason, blocks } = letter(name, locale, samples[name]);
        for (const text of [subject, headline, reason]) expect(text).not.to.equal('');
        expect(blocks.length).to.be.greaterThan(0);
        expect(button !== '').to.equal('link' in samples[name]);
        expect(JSON.stringify([subject, headline, blocks])).not.to.match(/\{\{|\{%|undefined|, ,/);
      });
    }

    it(`${name} is one column with the button, the link in plain text and the reason`, async () => {
      const { html, text } = await page(name, 'en', samples[name]);
      const { headline, reason, button } = letter(name, 'en', samples[name]);
      expect(text).to.contain(headline).and.to.contain(reason);
      expect(html).to.match(/<html lang="en" dir="ltr">/);
      expect(html).to.match(/<table class="letter"[^>]+width="600"/);
      expect(html).to.match(/<h1 class="headline" style="[^"]+font-size: 22px/);
      if (!button) return;
      const link = 'https://pm.example.com/open/abc';
      expect(html.split(`href="${link}"`)).to.have.length(3);
      expect(html).to.contain(`>${link}</a>`);
      expect(text).to.contain(`${button}:\n${link}\n`);
    });

    it(`SEC 7 CVE 31 CVE 35 CVE 37 ${name} keeps scripts, links and template code as text`, async () => {
      for (const text of poison) {
        const { html, text: plain } = await page(name, 'en', withText(name, text));
        expect(html, text).not.to.match(/<(script|img|svg|iframe)/i);
        expect(html, text).not.to.match(/\b49\b/);
        expect(html, text).not.to.contain('evil.example">');
        expect(html, text).not.to.contain('Evil</a>');
        expect(plain, text).not.to.contain('xxxxxxxxx');
        expect(html.match(/<a /g)?.length ?? 0, text).to.equal('link' in samples[name] ? 2 : 0);
        expect(html.match(/<h1/g), text).to.have.length(1);
      }
    });
  }

  it('leave out what is not known instead of saying nothing about it', async () => {
    const { text } = await page('invitation-team', 'en', {
      inviter: 'Priya',
      roles: ['Staff'],
      link: 'https://pm.example.com/x',
      projects: [],
      note: '',
      expires: '',
    });
    expect(text).to.contain('You will work there as Staff.\n');
    expect(text).to.contain('The link works once.');
    expect(text).not.to.contain('writes:');
  });

  it('keep the lines of what a person wrote', async () => {
    const { html, text } = await page('comment-added', 'en', samples['comment-added']);
    expect(html).to.match(/warm ones\?<br>They cost/);
    expect(text).to.contain('> Shall we take the warm ones?\n> They cost a little more.');
  });

  it('have readable buttons in any brand colour', async () => {
    for (const color of ['#ffff00', '#000000', '#ffffff', '#ff0066']) {
      const { html } = await layOut(letter('test', 'en', samples.test), {
        brand: { ...brand, color },
        link: '',
        locale: 'en',
      });
      expect(html).to.contain('<!doctype html>');
    }
  });

  it('read from right to left where the language does', async () => {
    const { html } = await layOut(letter('test', 'ar', samples.test), {
      brand,
      link: '',
      locale: 'ar',
    });
    expect(html).to.contain('dir="rtl"');
  });
});
