import { expect } from 'chai';
import { now, setClock } from '../../../server/core/dates/index.js';
import { formatsFor, hasText, translatorFor } from '../../../server/core/locale/index.js';

const t = translatorFor('en');
const london = formatsFor('en', 'Europe/London', t);

describe('Texts', () => {
  it('fill their places with values and choose the plural', () => {
    expect(t('errors.too_long', { maximum: 10 })).to.equal('Keep it to 10 characters.');
    expect(t('time.hours_ago', { count: 1 })).to.equal('1 hour ago');
    expect(t('time.hours_ago', { count: 5 })).to.equal('5 hours ago');
  });

  it('are remembered without mixing values up', () => {
    expect(t('errors.too_long', { maximum: 5 })).to.include('5');
    expect(t('errors.too_long', { maximum: 6 })).to.include('6');
  });

  it('CVE 37: put a value in as it is: places inside a value are not filled', () => {
    expect(t('errors.no_permission', { permission: '{{maximum}}', maximum: 'x' })).to.include(
      '{{maximum}}',
    );
  });

  it('CVE 38: fall back to English for a language nobody has written', () => {
    expect(translatorFor('../../etc')('errors.required')).to.equal(t('errors.required'));
  });

  it('tell whether they exist', () => {
    expect(hasText('time.hours_ago')).to.equal(true);
    expect(hasText('no.such.text')).to.equal(false);
  });
});

describe('Dates, numbers and money', () => {
  const noon = Date.UTC(2026, 10, 17, 12, 0);
  beforeEach(() => setClock(() => noon));
  afterEach(() => setClock());

  it('are written as the language does', () => {
    expect(london.date('2026-11-17')).to.equal('17 Nov 2026');
    expect(london.number(1234.5)).to.equal('1,234.5');
    expect(formatsFor('de', 'Europe/Berlin', t).number(1234.5)).to.equal('1.234,5');
  });

  it('leave out the year where it is this one', () => {
    expect(london.shortDate('2026-11-17')).to.equal('17 Nov');
    expect(london.shortDate('2027-01-02')).to.equal('2 Jan 2027');
    expect(london.shortDate(null)).to.equal('');
  });

  it('show a moment in the timezone of the reader', () => {
    const late = Date.UTC(2026, 5, 30, 23, 30);
    expect(london.dateTime(late)).to.include('1 Jul 2026');
    expect(formatsFor('en', 'America/New_York', t).dateTime(late)).to.include('30 Jun 2026');
  });

  it('say how long ago something was, up to a day', () => {
    expect(london.ago(now() - 20_000)).to.equal('just now');
    expect(london.ago(now() - 5 * 60_000)).to.equal('5 minutes ago');
    expect(london.ago(now() - 2 * 3_600_000)).to.equal('2 hours ago');
    expect(london.ago(now() - 30 * 3_600_000)).to.equal('16 Nov 2026');
  });

  it('count money in whole minor units, whatever the currency has of them', () => {
    expect(london.money(120_050, 'EUR')).to.equal('€1,200.50');
    expect(london.money(1200, 'JPY')).to.equal('JP¥1,200');
    expect(london.money(1_234_567, 'KWD')).to.match(/KWD\s1,234\.567/);
  });

  it('give sizes in the unit that people read', () => {
    expect(london.bytes(180)).to.equal('180 B');
    expect(london.bytes(42_000)).to.equal('42 kB');
    expect(london.bytes(2_400_000)).to.equal('2.4 MB');
  });

  it('give how long something lasted in its two largest units', () => {
    expect(london.duration(59_999)).to.equal('less than a minute');
    expect(london.duration(60_000)).to.equal('1 min');
    expect(london.duration(3_600_000)).to.equal('1 hr');
    expect(london.duration(12_059_000)).to.equal('3 hrs 20 mins');
    expect(london.duration(86_400_000 + 7_200_000)).to.equal('1 day 2 hrs');
    expect(london.duration(2 * 86_400_000 + 60_000)).to.equal('2 days');
  });
});
