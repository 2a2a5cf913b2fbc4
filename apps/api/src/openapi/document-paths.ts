import { PaperParameters } from '../documents/document.js';
import { paperTypes } from '../documents/documents.controller.js';
import { documentKinds } from '../documents/documents.js';
import { problems } from './components.js';
import type { Class, Schemas } from './schemas.js';
import { parametersOf } from './view-paths.js';

/** `GET /api/documents/<kind>`. */
export const documentPaths = (schemas: Schemas): Record<string, object> =>
  Object.fromEntries(
    documentKinds.map(({ name, parameters, summary }) => [
      `/api/documents/${name}`,
      {
        get: {
          operationId: `document-${name}`,
          tags: ['documents'],
          summary: `${summary.vi} / ${summary.en}`,
          description:
            'Tệp Word theo mẫu, còn sửa được, hoặc PDF; số liệu trong phạm vi của người đọc. / ' +
            'A Word file from a template, still to be edited, or PDF; figures within the reader’s scope.',
          parameters: [parameters as Class, PaperParameters].flatMap((type) => parametersOf(type, schemas)),
          responses: {
            '200': {
              description: 'Văn bản / the document',
              content: Object.fromEntries(
                Object.values(paperTypes).map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
              ),
            },
            ...problems('BadRequest', 'Unauthorized', 'Forbidden', 'NotFound', 'TooLarge', 'InvalidFields'),
          },
        },
      },
    ]),
  );
