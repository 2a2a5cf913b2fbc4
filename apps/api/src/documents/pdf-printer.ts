import { createRequire } from 'node:module';
import type pdfmake from 'pdfmake';
import type { Pages } from './word-content.js';

/** Tinos: an open font with all Vietnamese letters and the widths of Times New Roman, which papers are to be set in. */
const font = (cut: string): string =>
  createRequire(import.meta.url).resolve(`@expo-google-fonts/tinos/${cut}/Tinos_${cut}.ttf`);

const fonts = {
  Tinos: {
    normal: font('400Regular'),
    bold: font('700Bold'),
    italics: font('400Regular_Italic'),
    bolditalics: font('700Bold_Italic'),
  },
};

let loading: Promise<typeof pdfmake> | undefined;

/** Loaded for the first paper, so that the api does not start later for it. */
async function loadPrinter(): Promise<typeof pdfmake> {
  const { default: printer } = await import('pdfmake');
  printer.setFonts(fonts);
  const fontFiles = new Set(Object.values(fonts.Tinos));
  // A paper is made of its own text: it fetches nothing, and reads nothing from the disk but the font.
  printer.setUrlAccessPolicy(() => false);
  printer.setLocalAccessPolicy((path) => fontFiles.has(path));
  return printer;
}

export async function printPdf(pages: Pages): Promise<Buffer> {
  const printer = await (loading ??= loadPrinter());
  return printer.createPdf(pages).getBuffer();
}
