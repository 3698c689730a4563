import { expect } from 'chai';
import { formatMoney, minorDigits, parseMoney } from '../../../server/core/money/index.js';

describe('Money', () => {
  it('is shown the way people of each language write it', () => {
    expect(formatMoney(120050, 'EUR', 'en')).to.equal('€1,200.50');
    expect(formatMoney(120050, 'EUR', 'de')).to.equal('1.200,50\u00a0€');
    expect(formatMoney(-5, 'USD', 'en')).to.equal('-$0.05');
    expect(formatMoney(0, 'EUR', 'en')).to.equal('€0.00');
  });

  it('knows currencies with no and with three digits', () => {
    expect([minorDigits('JPY'), minorDigits('EUR'), minorDigits('KWD')]).to.deep.equal([0, 2, 3]);
    expect(formatMoney(1200, 'JPY', 'en')).to.equal('¥1,200');
    expect(formatMoney(1234567, 'KWD', 'en').replace(/\s/g, ' ')).to.equal('KWD 1,234.567');
  });

  it('stays exact for the largest amounts', () => {
    expect(formatMoney(9007199254740991, 'EUR', 'en')).to.equal('€90,071,992,547,409.91');
  });

  const typed: [text: string, currency: string, minor: number | undefined][] = [
    ['1,200.5', 'EUR', 120050],
    ['1.200,50', 'EUR', 120050],
    ['1 200', 'EUR', 120000],
    ['1\u202f200,5', 'EUR', 120050],
    ["1'200.50", 'CHF', 120050],
    ['€ 12', 'EUR', 1200],
    ['12 EUR', 'EUR', 1200],
    ['12.5', 'EUR', 1250],
    ['12,5', 'EUR', 1250],
    ['1,200', 'EUR', 120000],
    ['1.200.000', 'EUR', 120000000],
    ['1.234', 'KWD', 1234],
    ['1200', 'JPY', 1200],
    ['1,200', 'JPY', 1200],
    ['-3.20', 'EUR', -320],
    ['0', 'EUR', 0],
    ['-0', 'EUR', 0],
    ['12.5', 'JPY', undefined],
    ['1.2345', 'EUR', undefined],
    ['1,2,3', 'EUR', undefined],
    ['1.200,50.3', 'EUR', undefined],
    ['1e309', 'EUR', undefined],
    ['NaN', 'EUR', undefined],
    ['', 'EUR', undefined],
    ['twelve', 'EUR', undefined],
    ['99999999999999999', 'EUR', undefined],
    ['.5', 'EUR', undefined],
  ];
  for (const [text, currency, minor] of typed) {
    it(`CVE 51 "${text}" ${currency} is read as ${minor ?? 'no amount'}`, () => {
      expect(parseMoney(text, currency)).to.equal(minor);
    });
  }
});
