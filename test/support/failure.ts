/** The error a promise is rejected with. @throws when it is not rejected. */
export async function failureOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('This should have failed, but it went through');
}
