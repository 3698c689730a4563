import type { Host, Sight } from '../../core/subjects/index.js';
import type { FileRow } from './files.queries.js';

/** Who sees a file: those who see the thing it hangs on, and hold files.view as far as there. */
export function fileSight(
  file: Pick<FileRow, 'visibility'>,
  { host, found }: { host: Host; found: unknown },
): Sight {
  const thing = host.sight(found);
  return {
    ...thing,
    isClientVisible: thing.isClientVisible && file.visibility === 'client',
    needs: [...thing.needs, { permission: 'files.view', own: thing.mine }],
  };
}
