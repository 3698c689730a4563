/* The sentences that scripts say, written by the server in the reader's language. */
const words = document.getElementById('words')?.dataset ?? {};

export function say(name, values = {}) {
  return (words[`say${name[0].toUpperCase()}${name.slice(1)}`] ?? '').replace(
    /\{(\w+)\}/g,
    (mark, key) => values[key] ?? mark,
  );
}
