import { translatorFor } from '../../core/locale/index.js';
import { brandCss, deriveBrand, explainBrand } from '../../core/text/brand-color.js';
import { contrast } from '../../core/text/color-space.js';

/** What a colour becomes, for the preview beside its field. */
export interface PresentedColor {
  hex: string;
  /** Address of the style sheet that shows it within `.preview` only. */
  query: string;
  /** What was done with it, in words; empty when it could be used as it is. */
  remarks: string[];
  /** Contrast of the words on a button, as WCAG counts it, in each theme. */
  light: string;
  dark: string;
}

const pattern = /^#[0-9a-f]{6}$/i;

/** The colour of a form, with what it becomes; undefined while it is no colour. */
export function presentColor(typed: string, locale: string): PresentedColor | undefined {
  const hex = typed.trim().toLowerCase();
  if (!pattern.test(hex)) return undefined;
  const t = translatorFor(locale);
  return {
    hex,
    query: `color=${encodeURIComponent(hex)}`,
    remarks: explainBrand(hex).map(({ key, values }) => t(key, { color: t(values.color) })),
    light: ratio(hex, false),
    dark: ratio(hex, true),
  };
}

/** A colour's style sheet that reaches no further than `.preview`; undefined for what is no colour. */
export function brandPreviewCss(typed: string): string | undefined {
  const hex = typed.trim().toLowerCase();
  return pattern.test(hex) ? brandCss(hex).replace(/^:root/, '.preview') : undefined;
}

function ratio(hex: string, dark: boolean): string {
  const { solid, ink } = deriveBrand(hex, dark);
  return (Math.floor(contrast(solid, ink) * 10) / 10).toFixed(1);
}
