import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage, ValidationTypes } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';

export type Class = new () => object;
export type Schema = Readonly<Record<string, unknown>> & {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
};

const refPointerPrefix = '#/components/schemas/';

/** JSON Schemas of classes with class-validator decorators, nested classes included, by the classes' names. */
export class Schemas {
  private readonly classes = new Map<string, Class>();
  readonly all: Record<string, Schema> = {};

  /** @returns a reference to the schema. @throws TypeError when two classes share a name: one would hide the other. */
  ref(type: Class): { $ref: string } {
    const known = this.classes.get(type.name);
    if (known !== undefined && known !== type) throw new TypeError(`two classes are named "${type.name}"`);
    if (known === undefined) {
      this.classes.set(type.name, type);
      this.all[type.name] = this.convertOnly(type);
      for (const nested of nestedClasses(type)) this.ref(nested);
    }
    return { $ref: `${refPointerPrefix}${type.name}` };
  }

  /** The schema itself, not kept under a name. */
  convertOnly(type: Class): Schema {
    const schema = targetConstructorToSchema(type, {
      classTransformerMetadataStorage: defaultMetadataStorage as never,
      refPointerPrefix,
      additionalConverters: {
        // A rule of our own without a converter says nothing about the form.
        [ValidationTypes.CUSTOM_VALIDATION]: {},
        isDay: { type: 'string', format: 'date' },
        isNotBlank: { type: 'string', pattern: '\\S' },
      },
    }) as unknown as Schema;
    const properties = Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, property]) => [name, withoutSiblings(property)]),
    );
    return { ...schema, type: 'object', properties, additionalProperties: false };
  }
}

/** OpenAPI 3.0 ignores what stands beside a `$ref`; `@IsObject` puts a type there. */
const withoutSiblings = (property: Schema): Schema =>
  typeof property['$ref'] === 'string' ? { $ref: property['$ref'] } : property;

function nestedClasses(type: Class): Class[] {
  const properties = getMetadataStorage()
    .getTargetValidationMetadatas(type, '', false, false)
    .filter((metadata) => metadata.type === 'nestedValidation')
    .map(({ propertyName }) => propertyName);
  return [...new Set(properties)].map((name) => {
    const declared = defaultMetadataStorage.findTypeMetadata(type, name)?.typeFunction();
    return declared ?? (Reflect.getMetadata('design:type', type.prototype as object, name) as Class);
  });
}

/** A body that fits a schema in form; what it means is for the reader. */
export function exampleOf(schema: Schema, schemas: Readonly<Record<string, Schema>>): unknown {
  const { $ref, enum: values, format, items, maximum, minimum, properties, type } = schema as Record<string, unknown>;
  if (typeof $ref === 'string') return exampleOf(schemas[$ref.slice(refPointerPrefix.length)]!, schemas);
  if (Array.isArray(values)) return values[0];
  if (type === 'object') {
    const members = Object.entries((properties ?? {}) as Record<string, Schema>);
    return Object.fromEntries(members.map(([name, member]) => [name, exampleOf(member, schemas)]));
  }
  if (type === 'array') return [exampleOf((items ?? {}) as Schema, schemas)];
  if (type === 'integer' || type === 'number') return minimum ?? Math.min(1, Number(maximum ?? 1));
  if (type === 'boolean') return false;
  return exampleTexts[String(format)] ?? (isMonth(schema) ? '2024-08' : 'Nội dung');
}

const exampleTexts: Readonly<Record<string, string>> = {
  uuid: '01918a3e-7c00-7000-8000-000000000001',
  date: '2024-08-29',
};

const isMonth = (schema: Schema): boolean =>
  typeof schema['pattern'] === 'string' && new RegExp(schema['pattern']).test('2024-08');
