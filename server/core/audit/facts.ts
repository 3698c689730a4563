/** One fact of a thing, in words or keys. */
export type Fact = string | number | boolean | null | readonly string[];
/** Facts by their names; those of an entry are told apart by `audit.facts`. */
export type Facts = Readonly<Record<string, Fact>>;

/** Stands for a value that is nobody's to read: that it changed is all the trail says. */
export const hiddenFact = '(hidden)';

/** The facts that differ; undefined where none does. Facts known on one side only all count. */
export function differingFacts(
  before: Facts | null,
  after: Facts | null,
): { before: Facts | null; after: Facts | null } | undefined {
  if (!before || !after) return { before, after };
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const differing = names.filter((name) => !isSame(before[name], after[name]));
  if (differing.length === 0) return undefined;
  const pick = (facts: Facts): Facts =>
    Object.fromEntries(differing.map((name) => [name, facts[name] ?? null]));
  return { before: pick(before), after: pick(after) };
}

function isSame(one: Fact | undefined, other: Fact | undefined): boolean {
  if (one === hiddenFact) return false;
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
