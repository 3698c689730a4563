/** Address of a person's photo, or null where initials stand for it; changes with the photo. */
export function photoAddress(user: { id: number; photo_key: string | null }): string | null {
  return user.photo_key ? `/people/${user.id}/photo?v=${user.photo_key.slice(0, 8)}` : null;
}
