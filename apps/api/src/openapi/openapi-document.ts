import type { Context } from '#platform';
import type { OpenAPIObject } from '@nestjs/swagger';
import { commandPaths } from './command-paths.js';
import { problemResponses, replySchemas } from './components.js';
import { documentPaths } from './document-paths.js';
import { historyPaths } from './history-paths.js';
import { inspectionPaths } from './inspection-paths.js';
import { platformPaths } from './platform-paths.js';
import { rulePackPaths } from './rule-pack-paths.js';
import { rebuildPaths } from './rebuild-paths.js';
import { Schemas } from './schemas.js';
import { viewPaths } from './view-paths.js';

const description = `Ghi bằng lệnh, đọc bằng khung nhìn. Mỗi lệnh có mã riêng (\`Idempotency-Key\`); trả lời của lệnh có
\`position\`, đưa vào \`atLeast\` của khung nhìn thì chắc chắn đọc được điều vừa ghi. /
Commands write, views read. A command's answer holds a \`position\`; a view asked with \`atLeast=<position>\` shows it.`;

/** The API's description, made from the same acts, queries and decorators that serve the requests. */
export function openapiDocument(contexts: readonly Context[], publicUrl: string | undefined): OpenAPIObject {
  const schemas = new Schemas();
  const commands = contexts.flatMap((context) => commandPaths(context, schemas));
  const views = contexts.flatMap((context) => viewPaths(context, schemas));
  const documents = documentPaths(schemas);
  const history = historyPaths(contexts, schemas);
  const rulePacks = rulePackPaths(schemas);
  const inspections = inspectionPaths(schemas);
  const rebuilds = rebuildPaths(schemas);
  const platform = platformPaths(schemas);
  return {
    openapi: '3.0.3',
    info: { title: 'Nắm Cơ Sở', version: '0.1.0', description, license: { name: 'Apache-2.0' } },
    servers: [{ url: publicUrl ?? '/' }],
    tags: [...contexts.map(({ name }) => name), 'documents', 'auth', 'accounts', 'system'].map((name) => ({ name })),
    security: [{ bearer: [] }],
    paths: {
      ...Object.fromEntries([...commands, ...views]),
      ...documents,
      ...history,
      ...rulePacks,
      ...inspections,
      ...rebuilds,
      ...platform,
    },
    components: {
      schemas: { ...schemas.all, ...replySchemas },
      responses: problemResponses,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  } as unknown as OpenAPIObject;
}
