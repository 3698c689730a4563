/** Gives a new project what it needs to be worked in; runs in the transaction that makes it. */
export type ProjectPreparation = (projectId: number) => Promise<void>;

const preparations: ProjectPreparation[] = [];

/** Adds something that every new project starts with; the rooms that own it stand below. */
export function useProjectPreparation(prepare: ProjectPreparation): void {
  preparations.push(prepare);
}

/** Gives a new project all it starts with. */
export async function prepareProject(projectId: number): Promise<void> {
  for (const prepare of preparations) await prepare(projectId);
}
