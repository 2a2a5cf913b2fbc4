import type { Context } from '#platform';
import { cadreRecord } from './cadre/cadre.js';
import { registerCadre } from './cadre/register-cadre.js';
import { retireCadre } from './cadre/retire-cadre.js';
import { assignCadre } from './roster/assign-cadre.js';
import { endAssignment } from './roster/end-assignment.js';
import { replaceCadre } from './roster/replace-cadre.js';
import { roster } from './roster/roster.js';

export const assignments: Context = {
  name: 'assignments',
  events: [...cadreRecord.events, ...roster.events],
  acts: [registerCadre, retireCadre, assignCadre, replaceCadre, endAssignment],
  views: [],
  queries: [],
};
