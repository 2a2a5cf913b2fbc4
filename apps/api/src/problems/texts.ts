import type { ProblemTexts } from '#platform/http';
import { fieldTexts } from './field-texts.js';
import { titles } from './titles.js';

export const problemTexts: ProblemTexts = { titles, fields: fieldTexts };
