/** Texts, dates, numbers and money in the reader's language. */
export { type Formats, formatsFor } from './formats.js';
export { availableLocales, hasText, type Translate, translatorFor } from './texts.js';
