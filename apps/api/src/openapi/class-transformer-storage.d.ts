/** Shipped without types; class-validator-jsonschema needs it to follow `@Type`. */
declare module 'class-transformer/cjs/storage.js' {
  export const defaultMetadataStorage: {
    findTypeMetadata(target: object, property: string): { typeFunction: () => new () => object } | undefined;
  };
}
