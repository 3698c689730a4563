/** Why an upload was not taken; each has its sentence under `storage.refused` in the texts. */
export type RefusalReason =
  | 'too_large'
  | 'empty'
  | 'type_not_allowed'
  | 'type_mismatch'
  | 'quota'
  | 'not_an_image'
  | 'too_many_pixels'
  | 'interrupted'
  | 'disk_full'
  | 'folder_missing'
  | 'not_writable';

/** An upload that was not taken. Nothing of it is left on the disk. */
export class UploadRefused extends Error {
  override name = 'UploadRefused';
  readonly reason: RefusalReason;
  /** Text key of the sentence for the person who uploaded. */
  readonly key: string;
  /** What the sentence names: `name` of the file, `limit` in bytes, `extension`. */
  readonly values: Record<string, string | number>;

  constructor(reason: RefusalReason, values: Record<string, string | number> = {}) {
    super(`Upload refused: ${reason}`);
    this.reason = reason;
    this.key = `storage.refused.${reason}`;
    this.values = values;
  }
}

/** A stored file is not on the disk (any more): its volume may not be mounted. */
export class FileMissing extends Error {
  override name = 'FileMissing';
}

/** The code of a system error, or ''. */
export function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException | undefined)?.code ?? '');
}
