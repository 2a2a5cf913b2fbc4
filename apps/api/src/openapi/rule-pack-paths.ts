import { packFamilies, rulesBodyOf } from '#contexts/rule-packs/contracts';
import { PreviewRulePack } from '../rule-packs/rule-packs.controller.js';
import { json, problems } from './components.js';
import { exampleOf, type Schemas } from './schemas.js';

const text = { type: 'string' };
const grade = { ...text, nullable: true };
const outcome = { about: text, recorded: grade, decided: grade, proposed: grade };
const list = (properties: object) => ({ type: 'array', items: { type: 'object', properties } });

/** `POST /api/rule-packs/preview`; and the forms of rules, one per family, in it and in `publish-rule-pack`. */
export function rulePackPaths(schemas: Schemas): Record<string, object> {
  const schema = schemas.ref(PreviewRulePack);
  const example = exampleOf(schema, schemas.all);
  const forms = { oneOf: packFamilies.map((family) => schemas.ref(rulesBodyOf(family))) };
  for (const name of ['PreviewRulePack', 'PublishRulePack']) {
    const found = schemas.all[name]!;
    schemas.all[name] = { ...found, properties: { ...found.properties, rules: forms } };
  }
  const summary = 'Xem thử bộ quy tắc / what rules that nobody has published would have said of recorded facts';
  return {
    '/api/rule-packs/preview': {
      post: {
        operationId: 'preview-rule-pack',
        tags: ['rule-packs'],
        summary,
        requestBody: { required: true, content: json(schema, example) },
        responses: {
          '200': {
            description: 'Không ghi gì / nothing is written',
            content: json({
              type: 'object',
              properties: {
                family: text,
                facts: { type: 'integer' },
                changed: { type: 'integer' },
                outcomes: list({ ...outcome, count: { type: 'integer' } }),
                examples: list({
                  ...outcome,
                  reasons: { type: 'array', items: { type: 'object' } },
                  ...{ unitId: text, unitName: text, key: { type: 'object' } },
                }),
              },
            }),
          },
          ...problems('BadRequest', 'Unauthorized', 'NotFound', 'InvalidFields'),
        },
      },
    },
  };
}
