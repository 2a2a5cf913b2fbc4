import type { Context } from '#platform';
import { cadreRecord } from './cadre/cadre.js';
import { registerCadre } from './cadre/register-cadre.js';
import { retireCadre } from './cadre/retire-cadre.js';
import { assignCadre } from './roster/assign-cadre.js';
import { endAssignment } from './roster/end-assignment.js';
import { replaceCadre } from './roster/replace-cadre.js';
import { roster } from './roster/roster.js';
import { assignmentRosterQuery } from './views/assignment-roster.query.js';
import { assignmentRoster } from './views/assignment-roster.js';
import { cadreDirectoryQuery } from './views/cadre-directory.query.js';
import { cadreDirectory } from './views/cadre-directory.js';
import { coverageQuery } from './views/coverage.query.js';

export const assignments: Context = {
  name: 'assignments',
  events: [...cadreRecord.events, ...roster.events],
  acts: [registerCadre, retireCadre, assignCadre, replaceCadre, endAssignment],
  views: [cadreDirectory, assignmentRoster],
  queries: [cadreDirectoryQuery, assignmentRosterQuery, coverageQuery],
};
