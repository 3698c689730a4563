// Keep this file free of imports and of anything that old versions of Node cannot read: it is what
// tells their users what is wrong.

/** The oldest version of Node that the product runs on. */
export const oldestNode = '20.19.0';

/** Whether this Node is new enough. Otherwise says so and marks the process as failed. */
export function isNodeNewEnough(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  const [needsMajor, needsMinor] = oldestNode.split('.').map(Number);
  if (major > needsMajor || (major === needsMajor && minor >= needsMinor)) return true;
  process.stderr.write(
    '\nTask Session needs Node ' +
      needsMajor +
      '.' +
      needsMinor +
      ' or later; this is Node ' +
      version +
      ".\nInstall a newer one from https://nodejs.org (or by your host's control panel), " +
      'then run the same command again.\n',
  );
  process.exitCode = 1;
  return false;
}
