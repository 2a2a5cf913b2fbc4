/**
 * Entry of every supervised process: runs the module named by the first argument, and stops it in order when the
 * supervisor is gone, however it went (`kill -9` included), so that no process is left behind holding the data.
 */
const [, , modulePath] = process.argv;
if (!modulePath) throw new Error('usage: supervised.js MODULE [ARG ...]');
process.argv.splice(1, 1);
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
await import(modulePath);
