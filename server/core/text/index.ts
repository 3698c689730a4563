// Small functions on text: safe HTML from Markdown, excerpts, initials, keys.
export type {
  BrandRemark,
  BrandShades,
} from './brand-color.js';
export { excerpt, markdown } from './markdown.js';
export { cut, emailKey, initials, slug } from './plain.js';
