// A process that sends what waits in the outbox, for tests that kill it. Arguments: the database's
// settings as JSON and the secret key in hexadecimal.
import { useSecretKey } from '../../../server/core/crypto/index.js';
import { openDatabase } from '../../../server/core/database/index.js';
import { startWorker } from '../../../server/core/jobs/index.js';
import { useMailTransports } from '../../../server/core/mail/index.js';
import { loadSettings } from '../../../server/core/settings/index.js';
import { mailTransports } from '../../../server/plugins/mail-transports/index.js';

const [database = '', key = ''] = process.argv.slice(2);
useSecretKey(Buffer.from(key, 'hex'));
openDatabase(JSON.parse(database));
await loadSettings();
useMailTransports(mailTransports);
startWorker({ pollMs: 50, alone: true });
process.stdout.write('ready\n');
// The worker alone does not keep a process alive.
setInterval(() => {}, 60_000);
