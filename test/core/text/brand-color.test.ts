import { expect } from 'chai';
import {
  type BrandShades,
  brandCss,
  deriveBrand,
  explainBrand,
} from '../../../server/core/text/brand-color.js';
import { contrast } from '../../../server/core/text/color-space.js';

/** Every pair that meets on a page, with the ratio it must reach (WCAG 2.2, 1.4.3 and 1.4.11). */
function unreadablePairs(shades: BrandShades): string[] {
  const onEachGround = (shade: string) =>
    Math.min(...shades.grounds.map((ground) => contrast(shade, ground)));
  const pairs: [string, number, number][] = [
    ['text on the fill', contrast(shades.ink, shades.solid), 4.5],
    ['text on the fill under the pointer', contrast(shades.ink, shades.hover), 4.5],
    ['text on the pressed fill', contrast(shades.ink, shades.active), 4.5],
    ['links', onEachGround(shades.text), 4.5],
    ['focus ring', onEachGround(shades.ring), 3],
    ['edge', contrast(shades.edge, shades.grounds[0] as string), 3],
  ];
  return pairs.filter(([, ratio, least]) => ratio < least).map(([name]) => name);
}

function everyFifteenthStep(): string[] {
  const steps = Array.from({ length: 18 }, (_, index) =>
    (index * 15).toString(16).padStart(2, '0'),
  );
  return steps.flatMap((red) =>
    steps.flatMap((green) => steps.map((blue) => `#${red}${green}${blue}`)),
  );
}

describe('the brand colour', () => {
  it('is readable in both themes whatever colour is chosen', function () {
    this.timeout(60_000);
    const colors = everyFifteenthStep();
    expect(colors).to.have.length(5832);
    const unreadable = colors.flatMap((color) =>
      [false, true].flatMap((dark) =>
        unreadablePairs(deriveBrand(color, dark)).map(
          (pair) => `${color} ${dark ? 'dark' : 'light'}: ${pair}`,
        ),
      ),
    );
    expect(unreadable).to.deep.equal([]);
  });

  it('keeps a colour that carries white text exactly as it was given', () => {
    expect(deriveBrand('#0F766E').solid).to.equal('#0f766e');
    expect(deriveBrand('#0f766e').ink).to.equal('#ffffff');
  });

  it('keeps a light colour and puts dark text on it', () => {
    expect(deriveBrand('#ffd400')).to.include({ solid: '#ffd400', ink: '#0b0d0c' });
  });

  it('gives buttons a border of their own where the fill hardly stands out', () => {
    const { edge, solid } = deriveBrand('#ffd400');
    expect(edge).not.to.equal(solid);
    expect(deriveBrand('#0f766e').edge).to.equal('#0f766e');
  });

  it('is written as custom properties for both themes', () => {
    const css = brandCss('#fc6719');
    expect(css).to.match(/^:root\{--hue:[\d.]+;--chroma:[\d.]+;(--brand-\w+:[^;{}]+;?)+\}$/);
    expect(css.length).to.be.below(600);
  });

  it('says what was done with a colour', () => {
    const keys = (hex: string) => explainBrand(hex).map((remark) => remark.key.split('.').at(-1));
    expect(keys('#e8590c')).to.include('darkened');
    expect(keys('#ffd400')).to.include.members(['dark_text', 'border']);
    expect(keys('#000000')).to.deep.equal(['dark_theme']);
    expect(explainBrand('#e8590c')[0]?.values.color).to.equal('branding.colors.orange');
  });

  it('refuses what is no colour', () => {
    expect(() => deriveBrand('red; } body { display: none')).to.throw('Not a colour');
  });
});
