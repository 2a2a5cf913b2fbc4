import { contexts } from '#contexts';
import { Validator } from '@seriousme/openapi-schema-validator';
import { startApi, type ApiUnderTest } from './support.js';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly responses: Readonly<Record<string, unknown>>;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: object }>> };
}
type Document = Record<'paths', Record<string, Record<string, Operation>>> & {
  readonly components: { readonly schemas: Record<string, Record<string, object>> };
};

describe('the API describes itself', () => {
  let api: ApiUnderTest;
  let document: Document;
  beforeAll(async () => {
    api = await startApi();
    document = (await api.http().get('/api/openapi.json').expect(200)).body as Document;
  });
  afterAll(() => api.stop());

  it('in valid OpenAPI', async () => {
    const result = await new Validator().validate(JSON.parse(JSON.stringify(document)) as Record<string, unknown>);
    expect(result.errors).toBeUndefined();
    expect(result.valid).toBe(true);
  });

  it('with every act and every view', () => {
    const acts = contexts.flatMap((context) => context.acts.map(({ name }) => `/api/commands/${name}`));
    const views = contexts.flatMap((context) => context.queries.map(({ name }) => `/api/views/${name}`));
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining([...acts, ...views]));
    for (const path of acts) {
      const { post } = document.paths[path]!;
      expect(post!.summary).toMatch(/\S \/ \S/);
      expect(Object.keys(post!.responses)).toEqual(
        expect.arrayContaining(['200', '201', '400', '401', '403', '404', '409', '412', '413', '415', '422', '503']),
      );
    }
  });

  it('with unique operation ids and no reference that leads nowhere', () => {
    const ids = Object.values(document.paths).flatMap((item) =>
      Object.values(item).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, path] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const target = path!.split('/').reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], document);
      expect({ path, target }).not.toEqual({ path, target: undefined });
    }
  });

  it('tells nested fields, days, months, bounds and lists', () => {
    const { AssignCadre, Decision } = document.components.schemas;
    expect(AssignCadre).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: {
        unitId: { type: 'string', format: 'uuid' },
        from: { type: 'string', format: 'date' },
        decision: { $ref: '#/components/schemas/Decision' },
      },
    });
    expect(Decision).toMatchObject({ required: ['number', 'date', 'issuer'] });
    expect(AssignCadre!['required']).toContain('decision');
  });

  it('every example has the right form: what is refused is refused by a rule or for its scope', async () => {
    for (const [path, { post }] of Object.entries(document.paths)) {
      if (!path.startsWith('/api/commands/')) continue;
      const { example } = post!.requestBody!.content['application/json']!;
      const reply = await api.command(path.slice('/api/commands/'.length), example!).query({});
      const errors = (reply.body as { errors?: { code: string }[] }).errors ?? [];
      // Rules between fields may refuse an example made field by field; a wrong form may not.
      const ofForm = errors.filter(({ code }) =>
        /^(is-uuid|is-day|is-in|is-object|is-string|unknown-field)$/.test(code),
      );
      expect({ path, ofForm }).toEqual({ path, ofForm: [] });
    }
  });

  it('on a page that needs nothing from elsewhere', async () => {
    const page = await api.http().get('/api/docs').expect(200);
    const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file!);
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      expect(file).not.toMatch(/^(https?:)?\/\//);
      await api.http().get(new URL(file, 'http://x/api/docs').pathname).expect(200);
    }
    // Scripts only from here: the page's policy forbids what stands in the page itself.
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.text).not.toMatch(/<script>\s*\S/);
  });
});
