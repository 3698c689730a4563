// Small functions on text: safe HTML from Markdown, excerpts, initials, keys.
export { excerpt, markdown } from './markdown.js';
export { cut, emailKey, initials, slug } from './plain.js';
