/** Whether the api of this container is ready; the image has no curl. */
const port = process.env.NCS_PORT ?? '3000';
const ready = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(4_000) }).catch(
  () => undefined,
);
process.exitCode = ready?.ok ? 0 : 1;
