/** Asks again and again until it holds. @throws when it never does, by default after a minute. */
export async function until(holds: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
  const last = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > last) throw new Error(`It never came true: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
