/** Whether the process of this container answers at the given path, e.g. `/health/ready`; the image has no curl. */
const port = process.env.NCS_PROJECTOR_PORT ?? process.env.NCS_PORT ?? '3000';
const path = process.argv[2] ?? '/health/ready';
const reply = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(4_000) }).catch(
  () => undefined,
);
process.exit(reply?.ok ? 0 : 1);
