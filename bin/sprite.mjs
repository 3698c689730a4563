/**
 * Joins the icons the interface uses into one sprite, public/images/icons.svg.
 * Run it after adding a name below: node bin/sprite.mjs
 * Stroke and size come from the class `.i`, so that one symbol serves every place.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const names = `
  activity archive archive-restore arrow-down arrow-left arrow-right arrow-up arrow-up-down at-sign
  bell bold briefcase building-2 calendar calendar-clock camera chart-no-axes-column check
  check-check chevron-down chevron-left chevron-right chevron-up circle circle-alert circle-check
  circle-help circle-x clipboard-list clock columns-3 copy credit-card database download ellipsis
  ellipsis-vertical external-link eye eye-off file file-archive file-image file-music
  file-spreadsheet file-text film filter flag folder folder-kanban folder-open folder-plus gauge
  globe grip-vertical hard-drive history hourglass house image inbox info key-round keyboard layers
  layout-dashboard life-buoy link list list-checks list-filter lock lock-open log-in log-out mail
  mail-check mail-open mail-plus mail-warning menu message-circle message-square message-square-plus
  minus monitor moon move octagon-alert palette panel-left paperclip pencil phone pin play plug plus
  power printer receipt refresh-ccw refresh-cw rocket rotate-ccw save search send server settings
  shield shield-alert shield-check sliders-horizontal smartphone square square-check-big star sun tag
  target trash-2 triangle-alert undo-2 unlink upload user user-check user-cog user-minus user-plus
  user-x users wifi-off wrench x zap
`
  .trim()
  .split(/\s+/);

const source = new URL('../node_modules/lucide-static/icons/', import.meta.url);

/** The drawing inside one icon file, on one line. */
function drawing(name) {
  const svg = readFileSync(new URL(`${name}.svg`, source), 'utf8');
  return svg
    .slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'))
    .replace(/\s*\n\s*/g, '')
    .replaceAll(' />', '/>');
}

const symbols = names.map(
  (name) => `<symbol id="${name}" viewBox="0 0 24 24">${drawing(name)}</symbol>`,
);
const sprite = `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`;
writeFileSync(new URL('../public/images/icons.svg', import.meta.url), sprite);
console.log(`${names.length} icons, ${sprite.length} bytes`);
