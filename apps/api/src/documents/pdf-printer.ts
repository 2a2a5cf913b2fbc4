import { createRequire } from 'node:module';
import pdfmake from 'pdfmake';
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

pdfmake.setFonts(fonts);
const fontFiles = new Set(Object.values(fonts.Tinos));
// A paper is made of its own text: it fetches nothing, and reads nothing from the disk but the font.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => fontFiles.has(path));

export const printPdf = (pages: Pages): Promise<Buffer> => pdfmake.createPdf(pages).getBuffer();
