/** On how many tasks each label of a project is, by label. */
export type LabelUse = (projectId: number) => Promise<ReadonlyMap<number, number>>;

let count: LabelUse = async () => new Map();

/** Tells the labels who counts the tasks that bear them. */
export function useLabelCounter(counter: LabelUse): void {
  count = counter;
}

/** On how many tasks each label of a project is; one query. */
export function countLabelled(projectId: number): ReturnType<LabelUse> {
  return count(projectId);
}
