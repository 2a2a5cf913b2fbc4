import { projectorUnderFire } from '../crash/projector-under-fire.js';

/**
 * `npm run soak -- projector [minutes]`: SIGKILL of projectors, event node and PostgreSQL at random moments, under load
 * and while every view is being rebuilt; then every view is compared with a fresh fold.
 */
const minutes = Number(process.argv[2] ?? 5);
const outcome = await projectorUnderFire(minutes * 60);
process.stdout.write(`${JSON.stringify({ soak: 'projector', minutes, ...outcome })}\n`);
if (Object.keys(outcome.differences).length > 0 || outcome.parked > 0) process.exitCode = 1;
