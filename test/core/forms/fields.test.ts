import { expect } from 'chai';
import { z } from 'zod';
import {
  checkbox,
  choice,
  emailAddress,
  hexColor,
  optionalDate,
  optionalLongText,
  optionalRecordId,
  recordIds,
  requiredText,
  timezoneName,
} from '../../../server/core/forms/index.js';
import { Invalid, parseForm } from '../../../server/core/http/index.js';

const problemOf = (schema: z.ZodType, value: unknown) => {
  try {
    parseForm(z.object({ field: schema }), { field: value });
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    const problem = error.fields.field;
    return typeof problem === 'object' ? problem.key : problem;
  }
  return undefined;
};
const readAs = (schema: z.ZodType, value?: unknown) =>
  (
    parseForm(z.object({ field: schema }), value === undefined ? {} : { field: value }) as {
      field: unknown;
    }
  ).field;

describe('Form fields', () => {
  it('SEC 13: keep only what the form names', () => {
    expect(
      parseForm(z.object({ name: requiredText(50) }), {
        name: 'Ada',
        role: 'admin',
        is_admin: '1',
      }),
    ).to.deep.equal({ name: 'Ada' });
  });

  it('ask for a text that is more than spaces, and not longer than allowed', () => {
    expect(problemOf(requiredText(5), '   ')).to.equal('errors.required');
    expect(problemOf(requiredText(5), undefined)).to.equal('errors.required');
    expect(problemOf(requiredText(5), 'abcdef')).to.equal('errors.too_long');
    expect(readAs(requiredText(5), ' ab ')).to.equal('ab');
  });

  it('CVE 59: refuse line breaks where a line is one line', () => {
    expect(problemOf(requiredText(50), 'a\r\nBcc: x@example.com')).to.equal(
      'errors.control_characters',
    );
    expect(problemOf(emailAddress(), 'a@example.com\nBcc: x@example.com')).to.equal('errors.email');
  });

  it('know an address from what only looks like one', () => {
    for (const good of ['a@example.com', 'jörg@exämple.de', "o'neil+x@mail.example.co.uk"])
      expect(problemOf(emailAddress(), good), good).to.equal(undefined);
    for (const bad of ['a', 'a@', '@b.c', 'a@b@c', 'a b@c.d', 'a@b..c', 'a@b.c,d@e.f', '<a@b.c>'])
      expect(problemOf(emailAddress(), bad), bad).to.equal('errors.email');
  });

  it('take a date that exists, or none', () => {
    expect(readAs(optionalDate(), '')).to.equal(null);
    expect(readAs(optionalDate(), '2028-02-29')).to.equal('2028-02-29');
    expect(problemOf(optionalDate(), '2027-02-29')).to.equal('errors.date');
    expect(problemOf(optionalDate(), 'tomorrow')).to.equal('errors.date');
  });

  it('take one of the offered choices only', () => {
    expect(readAs(choice(['internal', 'client']), 'client')).to.equal('client');
    expect(problemOf(choice(['internal', 'client']), 'public')).to.equal('errors.choice');
  });

  it('SEC 30: refuse a list or an object where one text is expected', () => {
    expect(problemOf(requiredText(5), ['a', 'b'])).to.equal('errors.required');
    expect(problemOf(choice(['a', 'b']), { a: 1 })).to.equal('errors.choice');
  });

  it('take no, one or several records, each once', () => {
    expect(readAs(recordIds())).to.deep.equal([]);
    expect(readAs(recordIds(), '7')).to.deep.equal([7]);
    expect(readAs(recordIds(), ['7', '8', '7', ''])).to.deep.equal([7, 8]);
    expect(problemOf(recordIds(), ['7; DROP TABLE users'])).to.equal('errors.choice');
    expect(readAs(optionalRecordId(), '')).to.equal(null);
  });

  it('read a box that was not ticked as no', () => {
    expect(readAs(checkbox())).to.equal(false);
    expect(readAs(checkbox(), '1')).to.equal(true);
  });

  it('keep line breaks of long texts in one form', () => {
    expect(readAs(optionalLongText(), 'a\r\nb\rc ')).to.equal('a\nb\nc');
    expect(readAs(optionalLongText(), '  ')).to.equal(null);
  });

  it('CVE 38: take timezones and colours that exist', () => {
    expect(readAs(timezoneName(), 'Europe/Berlin')).to.equal('Europe/Berlin');
    expect(problemOf(timezoneName(), '../../etc/passwd')).to.equal('errors.timezone');
    expect(readAs(hexColor(), '#1F6F5C')).to.equal('#1f6f5c');
    expect(problemOf(hexColor(), 'red;}')).to.equal('errors.color');
  });
});
