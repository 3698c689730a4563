/** Asks again and again until it holds. @throws after a minute. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const last = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > last) throw new Error(`It never came true: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
