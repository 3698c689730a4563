/** Days in which somebody who was deleted can be brought back. */
export const trashDays = 30;
