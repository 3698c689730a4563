// Loaded into a measured process: answers how much CPU time and memory it has used so far.
process.on('message', (message) => {
  if (message !== 'measure') return;
  const { user, system } = process.cpuUsage();
  process.send({ cpuMicroseconds: user + system, residentBytes: process.memoryUsage.rss() });
});
// The channel alone must not keep a stopped process alive.
process.channel?.unref();
