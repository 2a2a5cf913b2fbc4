import Docxtemplater from 'docxtemplater';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import PizZip from 'pizzip';

/** A template that can't be filled; the message says which tag is wrong, for whoever edits it. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** The build copies them (nest-cli.json, `assets`). */
const shipped = fileURLToPath(new URL('../../templates/', import.meta.url));

/** Word files with tags (docxtemplater): `{name}`, `{#rows}…{/rows}`. */
export class WordTemplates {
  /** @param own folder whose files take the place of ours by the same name; undefined: none */
  constructor(private readonly own: string | undefined) {}

  /** @throws TemplateError */
  async fill(name: string, values: object): Promise<Buffer> {
    const file = await this.read(`${name}.docx`);
    try {
      const document = new Docxtemplater(new PizZip(file), {
        paragraphLoop: true,
        linebreaks: true,
        // Told by the reply; the library would print it as well.
        errorLogging: false,
        nullGetter: ({ value }) => missing(name, value),
      });
      document.render(values);
      return document.toBuffer();
    } catch (error) {
      if (error instanceof TemplateError) throw error;
      throw new TemplateError(`${name}.docx: ${reasonsOf(error).join('; ')}`);
    }
  }

  private async read(file: string): Promise<Buffer> {
    if (this.own !== undefined) {
      try {
        return await readFile(join(this.own, file));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
    return readFile(join(shipped, file));
  }
}

/** A tag that names nothing is a mistake in the template, never an empty place in a paper. */
function missing(name: string, tag: string | undefined): never {
  throw new TemplateError(`${name}.docx: nothing is called "${tag ?? ''}" here`);
}

function reasonsOf(error: unknown): string[] {
  const { errors } =
    (error as { properties?: { errors?: { properties?: { explanation?: string } }[] } }).properties ?? {};
  return errors?.map(({ properties }) => properties?.explanation ?? 'broken') ?? [(error as Error).message];
}
